-- Shadows of test accounts: the upstream's test account that gets each request too, which object there is the counterpart of ours, and what was compared.

create table shadows (
  id text not null, -- name of the upstream
  version bigint not null,
  account text not null references accounts (id),
  sealed text not null,
  shown text not null, -- JSON
  created_at bigint not null,
  changed_at bigint not null, -- the server's time
  ended_at bigint,
  primary key (account, id)
);
create index shadows_changed on shadows (changed_at);

create table counterparts (
  id text not null,
  account text not null references accounts (id),
  theirs text not null,
  created_at bigint not null, -- the server's time
  primary key (account, id)
);
create index counterparts_made on counterparts (account, created_at);
create index counterparts_age on counterparts (created_at);

create table comparisons (
  id text not null, -- id of the request
  account text not null references accounts (id),
  endpoint text not null,
  outcome text not null,
  reason text,
  differences text not null, -- JSON
  created_at bigint not null, -- the server's time
  primary key (account, id)
);
create index comparisons_made on comparisons (account, created_at);
create index comparisons_age on comparisons (created_at);

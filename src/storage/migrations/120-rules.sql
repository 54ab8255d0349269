-- Faults on purpose, of test accounts. Every process knows them, and counts here how often one was applied.

create table rules (
  id text not null,
  account text not null references accounts (id),
  fault text not null,
  conditions text not null, -- JSON
  delay bigint, -- milliseconds
  code text,
  events text,
  times bigint, -- null for without end
  applied bigint not null,
  created_at bigint not null,
  changed_at bigint not null, -- the server's time
  primary key (account, id),
  check (times is null or applied <= times)
);
create index rules_of_account on rules (account, created_at, id);
create index rules_changed on rules (changed_at);

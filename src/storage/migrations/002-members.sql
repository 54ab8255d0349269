-- Members of the dashboard, their sessions, and the audit log.

create table members (
  id text primary key,
  version bigint not null,
  team text not null,
  email text not null,
  name text not null,
  role text not null check (role in ('owner', 'admin', 'developer', 'support')),
  operator bigint not null check (operator in (0, 1)),
  password text,
  totp_secret text,
  totp_offered text,
  totp_step bigint,
  created_at bigint not null,
  removed_at bigint
);
create index members_of_team on members (team);
create unique index members_by_email on members (email) where removed_at is null;

create table sessions (
  id text primary key,
  version bigint not null,
  member text not null references members (id),
  hash text not null unique,
  "by" text not null check ("by" in ('password', 'link')),
  ip text not null,
  user_agent text not null,
  created_at bigint not null,
  seen_at bigint not null,
  expires_at bigint not null,
  revoked_at bigint
);
create index sessions_of_member on sessions (member);

create table links (
  id text primary key,
  version bigint not null,
  team text not null,
  kind text not null check (kind in ('invitation', 'sign_in')),
  member text references members (id),
  email text,
  role text check (role in ('owner', 'admin', 'developer', 'support')),
  hash text not null unique,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  revoked_at bigint,
  check ((kind = 'sign_in') = (member is not null)),
  check ((kind = 'invitation') = (email is not null and role is not null))
);
create index links_of_team on links (team);

create table audit (
  team text not null,
  number bigint not null,
  at bigint not null,
  account text references accounts (id),
  member text references members (id),
  act text not null,
  object text,
  before text not null, -- JSON text, hashed as it stands
  after text not null, -- JSON text, hashed as it stands
  ip text,
  hash text not null,
  primary key (team, number)
);

create table audit_chains (
  team text primary key,
  version bigint not null,
  hash text not null
);

-- Recent failed sign-ins, by the hash of the e-mail and of the network; no rule reads it.
create table sign_in_failures (
  name text primary key,
  failures bigint not null,
  last_at bigint not null,
  next_at bigint not null
);

-- History for the dashboard: requests of keys, messages of banks, and indexes to find a charge by outside references.

create table requests (
  id text primary key,
  account text not null references accounts (id),
  method text not null,
  path text not null,
  status bigint not null,
  latency_ms bigint not null,
  api_key text not null,
  key_kind text not null check (key_kind in ('public', 'secret')),
  ip text not null,
  error_code text,
  about text,
  headers text not null, -- JSON
  request_body text,
  response_body text,
  truncated bigint not null check (truncated in (0, 1)),
  created_at bigint not null
);
create index requests_of_account on requests (account, created_at, id);
create index requests_about on requests (about) where about is not null;

create table bank_messages (
  charge text not null,
  id text not null,
  account text not null references accounts (id),
  bank text not null check (bank in ('kplus', 'card', 'three_ds')),
  step text not null,
  reference text not null,
  answer text not null check (answer in ('approved', 'declined', 'pending', 'unknown', 'challenge')),
  reason text,
  bank_reference text,
  approval_code text,
  latency_ms bigint not null,
  created_at bigint not null,
  primary key (charge, id)
);

-- The acquirer repeats our own id as its reference, which needs no second index.
create index charges_by_bank_reference on charges (bank_reference) where bank_reference is not null and bank_reference <> id;
create index charges_by_approval_code on charges (approval_code) where approval_code is not null;
create index sources_by_provider_reference on sources (provider_reference) where provider_reference is not null;

create index deliveries_of_account on deliveries (account, created_at, id);
create index attempts_of_account on attempts (account, created_at, id);
create index audit_about on audit (object) where object is not null;

-- One text for both engines: bigint and text mean the same to both. Times are milliseconds since 1970 UTC, money is in minor units, booleans are 0
-- and 1, JSON columns are marked. Keys of a merchant's data begin with the account.

create table accounts (
  id text primary key,
  version bigint not null,
  team text not null,
  livemode bigint not null check (livemode in (0, 1)),
  name text not null,
  email text not null,
  country text not null,
  currency text not null,
  api_version text not null,
  zero_interest_installments bigint not null check (zero_interest_installments in (0, 1)),
  three_d_secure bigint not null check (three_d_secure in (0, 1)),
  webhook_uri text,
  webhook_secret text not null,
  chain_enabled bigint not null check (chain_enabled in (0, 1)),
  chain_return_uri text,
  metadata_export_keys text not null, -- JSON
  created_at bigint not null,
  unique (team, livemode)
);

create table api_keys (
  id text primary key,
  version bigint not null,
  account text not null references accounts (id),
  kind text not null check (kind in ('public', 'secret')),
  hash text not null unique,
  shown text,
  created_at bigint not null,
  revoked_at bigint
);
create index api_keys_of_account on api_keys (account);

create table data_keys (
  id text primary key,
  purpose text not null check (purpose in ('card', 'fingerprint')),
  kek_id text not null,
  wrapped text not null,
  created_at bigint not null
);

create table card_secrets (
  card text primary key,
  account text not null references accounts (id),
  key_id text not null references data_keys (id),
  sealed text not null,
  erase_at bigint not null
);
create index card_secrets_to_erase on card_secrets (erase_at);

create table card_checks (
  id text primary key,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  card text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  state text not null check (state in ('authorizing', 'voiding', 'voided', 'declined')),
  due_at bigint,
  created_at bigint not null
);
create index card_checks_due on card_checks (due_at) where due_at is not null;

create table tokens (
  id text primary key,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  card text not null, -- JSON: safe details only
  charge text,
  created_at bigint not null
);

create table sources (
  id text primary key,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  type text not null,
  flow text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  installment_term bigint,
  zero_interest_installments bigint,
  platform_type text,
  email text,
  name text,
  phone_number text,
  store_id text,
  store_name text,
  terminal_id text,
  ip text,
  provider_reference text,
  charge text,
  created_at bigint not null
);

create table charges (
  id text primary key,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  state text not null,
  method text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  capture bigint not null,
  pre_auth bigint not null,
  captured_amount bigint check (captured_amount > 0 and captured_amount <= amount),
  refunded_amount bigint not null check (refunded_amount >= 0 and refunded_amount <= coalesce(captured_amount, 0)),
  refund_count bigint not null check (refund_count >= 0),
  voided bigint not null,
  fee bigint not null,
  fee_vat bigint not null,
  interest bigint not null,
  interest_vat bigint not null,
  rates text not null, -- JSON
  zero_interest_installments bigint not null,
  source text, -- JSON, as it was when it was spent
  card text, -- JSON, safe details only
  token text,
  description text,
  metadata text not null, -- JSON
  ip text,
  return_uri text,
  page text unique,
  webhook_endpoints text, -- JSON
  failure_code text,
  authentication text, -- JSON
  follow_ups bigint not null,
  bank_reference text,
  approval_code text,
  "transaction" text,
  created_at bigint not null,
  authorized_at bigint,
  paid_at bigint,
  expires_at bigint not null,
  expired_at bigint,
  reversed_at bigint,
  due_at bigint,
  check ((state = 'captured') = (paid_at is not null)),
  check (state <> 'captured' or captured_amount is not null),
  check ((state = 'failed') = (failure_code is not null)),
  check (state not in ('captured', 'failed', 'reversed', 'expired') or due_at is null)
);
create index charges_of_account on charges (account, created_at, id);
create index charges_due on charges (due_at) where due_at is not null;

create table refunds (
  id text primary key,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  charge text not null references charges (id),
  state text not null check (state in ('pending', 'closed', 'failed')),
  amount bigint not null check (amount > 0),
  currency text not null,
  voided bigint not null,
  metadata text not null, -- JSON
  "transaction" text,
  created_at bigint not null,
  due_at bigint
);
create index refunds_of_charge on refunds (charge);
create index refunds_of_account on refunds (account, created_at, id);
create index refunds_due on refunds (due_at) where due_at is not null;

create table entries (
  id text primary key,
  account text not null references accounts (id),
  livemode bigint not null,
  key text not null,
  origin text not null,
  currency text not null,
  amount bigint not null,
  transferable_at bigint not null,
  created_at bigint not null,
  unique (origin, key)
);
create index entries_of_account on entries (account, created_at, id);

create table postings (
  entry text not null references entries (id),
  account text not null references accounts (id),
  ledger_account text not null,
  currency text not null,
  amount bigint not null check (amount <> 0),
  primary key (entry, ledger_account)
);
create index postings_of_account on postings (account, ledger_account, currency);

create table events (
  id text primary key,
  account text not null references accounts (id),
  livemode bigint not null,
  key text not null,
  charge text not null,
  data text not null, -- JSON text, never parsed here
  api_version text not null,
  created_at bigint not null
);
create index events_of_account on events (account, created_at, id);
create index events_of_charge on events (charge);

create table deliveries (
  id text primary key,
  version bigint not null,
  account text not null references accounts (id),
  event text not null references events (id),
  uri text not null,
  state text not null check (state in ('due', 'delivered', 'given_up')),
  attempts bigint not null,
  due_at bigint,
  created_at bigint not null,
  check ((state = 'due') = (due_at is not null))
);
-- The address is included so that deliveries of a resting endpoint are skipped without reading their rows.
create index deliveries_due on deliveries (due_at, uri) where due_at is not null;
create index deliveries_of_event on deliveries (event);

create table attempts (
  id text primary key,
  delivery text not null references deliveries (id),
  event text not null,
  account text not null,
  uri text not null,
  status bigint,
  error text,
  latency_ms bigint not null,
  created_at bigint not null
);
create index attempts_of_event on attempts (event);

create table idempotency (
  account text not null references accounts (id),
  key text not null,
  version bigint not null,
  fingerprint text not null,
  reference text not null,
  answer text, -- JSON text, as it was answered
  status bigint not null,
  created_at bigint not null,
  primary key (account, key)
);
create index idempotency_by_age on idempotency (created_at);

-- The simulated banks' memory; no rule of the gateway reads it.
create table simulated_bank (
  bank text not null,
  key text not null,
  value text not null,
  primary key (bank, key)
);

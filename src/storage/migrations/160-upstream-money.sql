-- Where the money of an upstream is: postings name the upstream, and each payout of one to the merchant's bank has a row.

alter table postings add column upstream text;
create index postings_at_upstream on postings (account, upstream, currency, ledger_account) where upstream is not null;

create table upstream_payouts (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  upstream text not null,
  payout text not null,
  revision bigint not null,
  state text not null check (state in ('in_transit', 'settled', 'undone')),
  currency text not null,
  amount bigint not null check (amount > 0),
  fee bigint not null check (fee >= 0 and fee <= amount),
  origin text not null check (origin in ('asked', 'file', 'hand')),
  sent_at bigint not null,
  settled_at bigint,
  settled_by text,
  created_at bigint not null,
  changed_at bigint not null,
  primary key (account, id),
  unique (account, upstream, payout, revision)
);
create index upstream_payouts_of_account on upstream_payouts (account, created_at, id);

-- A checkout session: one payment of one order, at a page of ours between two pages of the shop. As a link that is paid once, it names its latest
-- charge and is written with it.

create table checkout_sessions (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  amount bigint not null,
  currency text not null,
  order_id text,
  description text,
  methods text not null, -- JSON: names of methods and of kinds of them; empty for all
  complete_url text not null,
  cancel_url text,
  metadata text not null, -- JSON
  style text, -- JSON
  locale text,
  auto_capture bigint not null,
  charge text,
  created_at bigint not null,
  expires_at bigint not null,
  cancelled_at bigint,
  primary key (account, id)
);

alter table charges add column checkout_session text;
create index charges_of_checkout_session on charges (account, checkout_session, created_at, id) where checkout_session is not null;

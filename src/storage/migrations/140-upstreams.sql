-- Upstreams of live accounts: their credentials, the routes to them, and on a charge which one carries it.

create table connections (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  sealed text not null,
  shown text not null,
  previous text,
  previous_until bigint,
  created_at bigint not null,
  changed_at bigint not null,
  ended_at bigint,
  primary key (account, id)
);

alter table accounts add column routes text not null default '[]';

-- The upstream of the charge, its own id of the payment, and its stand-in for a card.
alter table charges add column upstream text;
alter table charges add column upstream_id text;
alter table charges add column upstream_token text;
create index charges_at_upstream on charges (account, upstream) where upstream is not null and due_at is not null;

-- What upstreams say was paid, day by day, compared with what is booked: a row for each day and upstream, and one for each payment that is not the same.

create table reconciliations (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  upstream text not null,
  day text not null,
  origin text not null check (origin in ('asked', 'file')),
  named bigint not null,
  matched bigint not null,
  created_at bigint not null,
  changed_at bigint not null,
  primary key (account, id),
  unique (account, upstream, day)
);
create index reconciliations_of_account on reconciliations (account, created_at, id);

create table reconciliation_items (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  reconciliation text not null,
  kind text not null,
  state text not null check (state in ('open', 'worked_off', 'cleared')),
  charge text,
  reference text,
  payment text,
  their_amount bigint,
  their_currency text,
  their_costs bigint,
  their_paid_at bigint,
  our_amount bigint,
  our_currency text,
  our_costs bigint,
  our_paid_at bigint,
  note text,
  worked_off_by text,
  worked_off_at bigint,
  created_at bigint not null,
  changed_at bigint not null,
  primary key (account, id),
  foreign key (account, reconciliation) references reconciliations (account, id)
);
create index reconciliation_items_of on reconciliation_items (account, reconciliation, created_at, id);
create index reconciliation_items_of_account on reconciliation_items (account, created_at, id);
create index reconciliation_items_of_charge on reconciliation_items (account, charge) where charge is not null;

-- Charges by the day of their payment, and by the upstream's own id.
create index charges_paid_at_upstream on charges (account, upstream, paid_at) where upstream is not null and paid_at is not null;
create index charges_by_upstream_id on charges (account, upstream_id) where upstream_id is not null;

-- A dispute takes back what a cardholder paid. A charge names its latest one: a dispute is opened by writing that, under the charge's version, so a
-- refund at the same moment comes before it or after it. A dispute that waits for its merchant is due when their time to answer is over.

create table disputes (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  charge text not null,
  state text not null,
  amount bigint not null check (amount > 0),
  currency text not null,
  reason text not null,
  message text,
  metadata text not null, -- JSON
  debit text not null,
  credit text,
  respond_by bigint not null,
  created_at bigint not null,
  closed_at bigint,
  due_at bigint,
  primary key (account, id),
  foreign key (account, charge) references charges (account, id)
);
create index disputes_of_account on disputes (account, created_at, id);
create index disputes_of_charge on disputes (account, charge, created_at, id);
create index disputes_due on disputes (due_at) where due_at is not null;
create index disputes_line on disputes (account, due_at, id) where due_at is not null;

alter table charges add column dispute text;

-- A transfer pays money of a balance out to a recipient. It keeps the bank account as it was when it was made or sent, since a recipient's may change.

create table transfers (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  state text not null,
  recipient text not null,
  bank_account text not null, -- JSON
  amount bigint not null check (amount > 0),
  fee bigint not null,
  fee_vat bigint not null,
  currency text not null,
  fail_fast bigint not null,
  metadata text not null, -- JSON
  schedule text,
  idemp_key text,
  split_group text,
  failure_code text,
  tries bigint not null,
  created_at bigint not null,
  sent_at bigint,
  paid_at bigint,
  failed_at bigint,
  deleted_at bigint,
  due_at bigint,
  primary key (account, id),
  foreign key (account, recipient) references recipients (account, id)
);
create index transfers_by_time on transfers (account, created_at, id) where deleted_at is null;
create index transfers_of_account on transfers (account, created_at, id);
create index transfers_of_recipient on transfers (account, recipient, created_at, id);
create index transfers_of_schedule on transfers (account, schedule, created_at, id) where schedule is not null;
create unique index transfers_idemp_key on transfers (account, idemp_key) where idemp_key is not null;
create index transfers_due on transfers (due_at) where due_at is not null;
create index transfers_line on transfers (account, due_at, id) where due_at is not null;

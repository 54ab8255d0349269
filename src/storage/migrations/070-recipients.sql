-- A recipient is an account at a bank to which money is paid out. Each test account has one from its beginning, which those that exist get here; its id
-- has the part of theirs that is unique. A balance is the sum of the ledger; its row has no amount, and is written by whoever takes money from it.

create table recipients (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  is_default bigint not null,
  name text not null,
  type text not null,
  email text,
  description text,
  tax_id text not null,
  bank_account text not null, -- JSON
  metadata text not null, -- JSON
  created_at bigint not null,
  verified_at bigint,
  activated_at bigint,
  failure_code text,
  due_at bigint,
  deleted_at bigint,
  primary key (account, id)
);
create index recipients_by_time on recipients (account, created_at, id) where deleted_at is null;
create index recipients_of_account on recipients (account, created_at, id);
create unique index recipients_default on recipients (account, is_default) where is_default = 1;
create index recipients_due on recipients (due_at) where due_at is not null;
create index recipients_line on recipients (account, due_at, id) where due_at is not null;

insert into recipients
select 'recp_test_' || substr(id, 14), 1, id, 0, 1, email, 'individual', email, 'Default recipient', '',
       '{"bank":"test","number":"123456789","lastDigits":"6789","name":"DEFAULT BANK ACCOUNT","createdAt":' || created_at || '}',
       '{}', created_at, created_at, created_at, null, null, null
from accounts where livemode = 0;

create table balances (
  account text not null references accounts (id),
  currency text not null,
  version bigint not null,
  primary key (account, currency)
);
insert into balances select id, currency, 1 from accounts;

alter table accounts add column auto_activate_recipients bigint not null default 0;

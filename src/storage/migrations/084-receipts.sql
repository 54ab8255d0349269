-- Receipts for the fees of a day, and for each account the book that says how far they are invoiced. A receipt is written with its number in the book, under
-- the book's version, so of several processes one makes it and no number is left out.

create table receipt_books (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  issued bigint not null,
  since bigint not null,
  due_at bigint,
  primary key (account, id)
);
create index receipt_books_due on receipt_books (due_at) where due_at is not null;
create index receipt_books_line on receipt_books (account, due_at, id) where due_at is not null;

create table receipts (
  id text not null,
  account text not null references accounts (id),
  livemode bigint not null,
  number text not null,
  sequence bigint not null,
  issued_on text not null,
  currency text not null,
  charge_fee bigint not null,
  transfer_fee bigint not null,
  voided_fee bigint not null,
  subtotal bigint not null,
  vat bigint not null,
  wht bigint not null,
  total bigint not null,
  credit_note bigint not null,
  seller text not null,
  buyer text not null,
  created_at bigint not null,
  primary key (account, id),
  unique (account, sequence),
  unique (account, issued_on)
);
create index receipts_of_account on receipts (account, created_at, id);

-- Accounts from before begin with the day in Bangkok on which they were made, which is invoiced an hour after it ends.
insert into receipt_books (id, version, account, livemode, issued, since, due_at)
select id, 1, id, livemode, 0,
       created_at - (created_at + 25200000) % 86400000,
       created_at - (created_at + 25200000) % 86400000 + 90000000
from accounts;

-- Name, address and tax number that a receipt has of the merchant, as JSON.
alter table accounts add column billing text;

-- Payers' accounts at banks that a merchant may take money from, once the payer has agreed to it at the bank.

create table linked_accounts (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  type text not null,
  state text not null check (state in ('pending', 'successful', 'failed', 'deleted')),
  return_uri text not null,
  customer text,
  mandate text,
  last_digits text,
  failure_code text,
  metadata text not null,
  created_at bigint not null,
  expires_at bigint not null,
  registered_at bigint,
  primary key (account, id),
  foreign key (account, customer) references customers (account, id)
);
create index linked_accounts_of_account on linked_accounts (account, created_at, id);
create index linked_accounts_of_customer on linked_accounts (account, customer) where customer is not null;

-- The linked account that a charge took its money from.
alter table charges add column linked_account text;

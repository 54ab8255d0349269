-- A platform acts for merchants who allowed it: a chain belongs to the platform's account, its key to the merchant's. Whether it was revoked is read from the key.

create table chains (
  id text not null,
  account text not null references accounts (id),
  livemode bigint not null,
  sub_account text not null references accounts (id),
  email text not null,
  api_key text not null references api_keys (id),
  sealed_key text not null,
  created_at bigint not null,
  primary key (account, id)
);
create index chains_of_account on chains (account, created_at, id);

-- The chain whose key it is. Such a key is not rolled: the platform would lose it.
alter table api_keys add column chain text;

-- What banks have told of a charge, as it came and without secrets. Whatever a notification says, it only made us ask.

create table notifications (
  charge text not null,
  id text not null,
  account text not null references accounts (id),
  bank text not null,
  body text not null,
  created_at bigint not null,
  primary key (account, charge, id)
);

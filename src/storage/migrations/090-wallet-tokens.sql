-- What a wallet hands over is taken once, and what it proves goes with the token until the token is spent. A payment is remembered until its data is
-- refused as too old anyway.

alter table tokens add column proof text; -- JSON; the proof itself is sealed

create table wallet_payments (
  id text not null, -- a digest of the wallet's name for the payment
  account text not null references accounts (id),
  token text not null,
  created_at bigint not null,
  expires_at bigint not null,
  primary key (account, id)
);
create index wallet_payments_by_expiry on wallet_payments (expires_at);

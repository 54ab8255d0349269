-- Throw-away test accounts: which account made which, and until when they last. The account itself is a row of accounts like any other.

create table sandboxes (
  id text not null, -- that of the throw-away account
  version bigint not null,
  account text not null references accounts (id), -- whose key made it
  created_at bigint not null,
  expires_at bigint not null,
  primary key (account, id)
);
create unique index sandboxes_by_id on sandboxes (id);
create index sandboxes_of_account on sandboxes (account, created_at, id);
create index sandboxes_open on sandboxes (account, expires_at);
create index sandboxes_ended on sandboxes (expires_at);

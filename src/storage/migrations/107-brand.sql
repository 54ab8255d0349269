-- How the payers' pages of an account look: its colour, and its logo.

alter table accounts add column brand_color text; -- #rrggbb, in lower case
alter table accounts add column logo text; -- JSON: mark and type of the file

create table logos (
  id text not null, -- that of the account, which has one logo at most
  version bigint not null,
  account text not null references accounts (id),
  mark text not null,
  contents text, -- base64; null once it was removed
  created_at bigint not null,
  primary key (account, id)
);

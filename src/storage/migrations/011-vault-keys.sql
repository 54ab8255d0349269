-- Keys for more purposes, with an end: a card key lives as long as the numbers that it sealed. Both tables are rebuilt, since SQLite cannot remove a
-- check.
create table kept_keys as select * from data_keys;
create table kept_secrets as select * from card_secrets;
drop table card_secrets;
drop table data_keys;

create table data_keys (
  id text primary key,
  purpose text not null,
  kek_id text not null,
  wrapped text not null,
  created_at bigint not null,
  destroy_at bigint
);
create table card_secrets (
  card text primary key,
  account text not null references accounts (id),
  key_id text not null references data_keys (id),
  sealed text not null,
  erase_at bigint not null
);
create index card_secrets_to_erase on card_secrets (erase_at);
create index card_secrets_of_key on card_secrets (key_id);

insert into data_keys (id, purpose, kek_id, wrapped, created_at)
  select id, purpose, kek_id, wrapped, created_at from kept_keys;
insert into card_secrets select card, account, key_id, sealed, erase_at from kept_secrets;
drop table kept_secrets;
drop table kept_keys;

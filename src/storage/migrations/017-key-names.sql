-- The name of a key, and the time of its last use. The second has a table of its own, since it changes while the key may be changing too.

alter table api_keys add column name text;

create table key_uses (
  key text primary key,
  used_at bigint not null
);

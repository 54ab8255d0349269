-- What people call a key, and when it was last let in. The second is kept apart: it changes while somebody else may be changing the key.

alter table api_keys add column name text;

create table key_uses (
  key text primary key,
  used_at bigint not null
);

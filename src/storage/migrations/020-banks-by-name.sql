-- The code has one list each of banks and roles, so the database no longer repeats them. A column goes with its check, so each is written anew under
-- its name; a check of the whole table goes with the table.

alter table bank_messages rename column bank to bank_before;
alter table bank_messages add column bank text not null default '';
update bank_messages set bank = bank_before;
alter table bank_messages drop column bank_before;

alter table members rename column role to role_before;
alter table members add column role text not null default '';
update members set role = role_before;
alter table members drop column role_before;

create table links_of_now (
  id text primary key,
  version bigint not null,
  team text not null,
  kind text not null check (kind in ('invitation', 'sign_in')),
  member text references members (id),
  email text,
  role text,
  maker text references members (id),
  hash text not null unique,
  created_at bigint not null,
  expires_at bigint not null,
  used_at bigint,
  revoked_at bigint,
  check ((kind = 'sign_in') = (member is not null)),
  check ((kind = 'invitation') = (email is not null and role is not null))
);
insert into links_of_now (id, version, team, kind, member, email, role, maker, hash, created_at, expires_at, used_at, revoked_at)
  select id, version, team, kind, member, email, role, maker, hash, created_at, expires_at, used_at, revoked_at from links;
drop table links;
alter table links_of_now rename to links;
create index links_of_team on links (team);

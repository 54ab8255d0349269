-- One-time links of the dashboard. "link" is the merchants' word for a payment link. A new table, so that its indexes have the new name too.

create table one_time_links (
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
insert into one_time_links
  select id, version, team, kind, member, email, role, maker, hash, created_at, expires_at, used_at, revoked_at from links;
drop table links;
create index one_time_links_of_team on one_time_links (team);

-- Filters of the dashboard's lists that a member has given a name.

create table saved_filters (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  member text not null references members (id),
  list text not null,
  name text not null,
  conditions text not null, -- JSON, as the page's address has them
  created_at bigint not null,
  deleted_at bigint,
  primary key (account, id)
);
create index saved_filters_of_member on saved_filters (account, member);

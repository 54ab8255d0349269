-- A payment link, and the charges that its payers made. A link that is paid once names its latest charge: an attempt takes the link by writing that,
-- under the link's version, so of two payers one is first. Whether the link was used is read from that charge and stored nowhere else.

create table links (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  amount bigint not null,
  currency text not null,
  title text not null,
  description text not null,
  multiple bigint not null,
  charge text,
  created_at bigint not null,
  deleted_at bigint,
  primary key (account, id)
);
create index links_of_account on links (account, created_at, id);

alter table charges add column link text;
create index charges_of_link on charges (account, link, created_at, id) where link is not null;

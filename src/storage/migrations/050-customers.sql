-- A customer is a person whose cards a merchant keeps, to charge them without asking for them again. A card belongs to one customer, from the moment
-- at which its token is spent for that; a charge names the customer whose card it took. Deleted customers and cards stay as rows, since charges name
-- them, but their numbers do not stay in the vault.

create table customers (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  email text,
  description text,
  metadata text not null, -- JSON
  default_card text,
  created_at bigint not null,
  deleted_at bigint,
  primary key (account, id),
  foreign key (account, default_card) references cards (account, id)
);
create index customers_by_time on customers (account, created_at, id) where deleted_at is null;

alter table cards add column saved_at bigint; -- when a customer took it over
alter table tokens add column customer text;
alter table charges add column customer text;

create index cards_of_customer on cards (account, owner_id, created_at, id) where owner = 'customer' and deleted_at is null;
create index charges_of_customer on charges (account, customer, created_at, id) where customer is not null;

-- Cards of customers that an upstream keeps, by its ids; and on a charge of one the upstream's id of the customer.

create table kept_cards (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  customer text not null,
  upstream text not null,
  upstream_customer text not null,
  upstream_card text not null,
  due_at bigint,
  created_at bigint not null,
  forgotten_at bigint,
  primary key (account, id),
  foreign key (account, id) references cards (account, id)
);
create index kept_cards_of_customer on kept_cards (account, customer);
create index kept_cards_due on kept_cards (due_at) where due_at is not null;
create index kept_cards_line on kept_cards (account, due_at, id) where due_at is not null;

alter table charges add column upstream_customer text;

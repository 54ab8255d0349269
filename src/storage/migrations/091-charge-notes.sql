-- What members write about a charge for each other. A removed note keeps its row without its text.

create table charge_notes (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  charge text not null,
  member text not null references members (id),
  note text not null,
  created_at bigint not null,
  deleted_at bigint,
  primary key (account, id),
  foreign key (account, charge) references charges (account, id)
);
create index charge_notes_of_charge on charge_notes (account, charge, created_at, id);

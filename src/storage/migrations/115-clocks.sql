-- Clocks of test accounts that were moved or frozen. An account without a row has the server's time.

create table clocks (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  ahead bigint not null,
  stands_at bigint,
  frozen bigint not null,
  moves_to bigint,
  held_until bigint,
  changed_at bigint not null,
  primary key (account, id)
);
create index clocks_changed on clocks (changed_at);

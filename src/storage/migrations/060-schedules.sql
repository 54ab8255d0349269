-- A schedule charges a customer's card again and again; each run of it is an occurrence, and a retry of one is another. The occurrence that comes next
-- stands in the table before its day, with the time when it is due: as many rows as schedules wait, however far their ends are.

create table schedules (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  state text not null,
  recurrence text not null, -- JSON: how its dates repeat
  start_on text not null,
  end_on text not null,
  next_on text,
  scheduled_charge text not null,
  customer text not null,
  card text,
  amount bigint not null check (amount > 0),
  currency text not null,
  description text,
  metadata text not null,
  processed bigint not null,
  created_at bigint not null,
  ended_at bigint,
  primary key (account, id),
  check (start_on <= end_on)
);
create index schedules_of_account on schedules (account, created_at, id);
create index schedules_of_customer on schedules (account, customer, created_at, id);

create table occurrences (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  schedule text not null,
  state text not null,
  attempt bigint not null,
  scheduled_on text not null,
  retry_on text,
  result text,
  message text,
  created_at bigint not null,
  begun_at bigint,
  processed_at bigint,
  due_at bigint,
  primary key (account, id),
  unique (account, schedule, scheduled_on, attempt), -- each try of a date once
  foreign key (account, schedule) references schedules (account, id)
);
create index occurrences_of_schedule on occurrences (account, schedule, created_at, id);
create index occurrences_due on occurrences (due_at) where due_at is not null;
create index occurrences_line on occurrences (account, due_at, id) where due_at is not null;

-- Charges of schedules, by their schedule; the search finds them by it.
alter table charges add column schedule text;
create index charges_of_schedule on charges (account, schedule, created_at, id) where schedule is not null;

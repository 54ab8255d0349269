-- How far a connection is reconciled, when the next day is, and what the upstream answered where it told nothing. Only live accounts have connections.

alter table connections add column livemode bigint not null default 1;
alter table connections add column reconciled_until bigint not null default 0;
alter table connections add column due_at bigint;
alter table connections add column problem text;
update connections set reconciled_until = changed_at - (changed_at + 25200000) % 86400000;
update connections set due_at = reconciled_until + 108000000 where ended_at is null;
create index connections_due on connections (due_at) where due_at is not null;
create index connections_line on connections (account, due_at, id) where due_at is not null;

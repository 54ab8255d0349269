-- Due work is taken by line: one line for each account and each host or bank that its work waits for. A resting line is skipped as a whole.

alter table deliveries add column livemode bigint not null default 0;
alter table deliveries add column host text not null default '';
update deliveries set livemode = (select livemode from accounts where accounts.id = deliveries.account);
update deliveries set host = uri where due_at is not null; -- a line of its own for each address, until it is over

drop index deliveries_due;
create index deliveries_due on deliveries (due_at) where due_at is not null;
create index deliveries_line on deliveries (account, host, due_at, id) where due_at is not null;
create index charges_line on charges (account, method, state, due_at, id) where due_at is not null;
create index refunds_line on refunds (account, due_at, id) where due_at is not null;
create index card_checks_line on card_checks (account, due_at, id) where due_at is not null;

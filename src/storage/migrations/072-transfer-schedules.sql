-- A schedule charges a customer's card, or pays money of the balance out to a recipient: a fixed amount, or a part of what is there on the day.

alter table schedules rename column scheduled_charge to scheduled_id;
alter table schedules add column recipient text;
alter table schedules add column balance_bps bigint; -- hundredths of a percent
alter table schedules alter column customer drop not null;
alter table schedules alter column amount drop not null;
create index schedules_of_recipient on schedules (account, recipient, created_at, id) where recipient is not null;

alter table occurrences add column transfer_amount bigint not null default 0;

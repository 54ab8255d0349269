-- A charge in another currency than its account's keeps the rate of its day and what it is in the account's currency. Null where both are one, as in all
-- charges from before.

alter table charges add column funding_currency text;
alter table charges add column exchange_rate text;
alter table charges add column funding_amount bigint;
alter table charges add column refunded_funding bigint;
alter table refunds add column funding_currency text;
alter table refunds add column funding_amount bigint;

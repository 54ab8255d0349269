-- What a merchant says of an order: kept with its source and answered as it was given.

alter table sources add column billing text; -- JSON
alter table sources add column shipping text; -- JSON
alter table sources add column items text; -- JSON

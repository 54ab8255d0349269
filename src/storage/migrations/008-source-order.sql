-- A merchant's details of an order: stored with the source and answered unchanged.

alter table sources add column billing text; -- JSON
alter table sources add column shipping text; -- JSON
alter table sources add column items text; -- JSON

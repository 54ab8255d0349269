-- Receipts leave out what upstreams took from now on. Days that are invoiced keep their receipts, with all fees.

alter table receipt_books add column own_since bigint not null default 0;
update receipt_books set own_since = since;

-- What a merchant's contract lets an upstream take, and the refunds that upstreams tell of, compared like payments.

alter table connections add column contract text not null default '[]';

alter table reconciliations add column refunds_named bigint not null default 0;
alter table reconciliations add column refunds_matched bigint not null default 0;

-- What an item is about, and our refund where it is about one of ours.
alter table reconciliation_items add column about text not null default 'payment' check (about in ('payment', 'refund'));
alter table reconciliation_items add column refund text;
create index reconciliation_items_of_refund on reconciliation_items (account, refund) where refund is not null;

-- What somebody has to look at: scrapes and the dashboard's home page count it.
create index reconciliation_items_open on reconciliation_items (account, reconciliation) where state = 'open';

-- Ids that the upstream gave the payment of a charge before the one that stands: what was paid under them is asked about, too.

alter table charges add column earlier_upstream_ids text not null default '[]';

-- The upstream that carries a live charge, its own id of the payment, and its stand-in for a card.

alter table charges add column upstream text;
alter table charges add column upstream_id text;
alter table charges add column upstream_token text;

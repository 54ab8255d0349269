-- The issuer's answer to the 1-baht check of a card, with its time and request, for the merchant. Of older checks only a decline is known.

alter table card_checks add column request text;
alter table card_checks add column answer text check (answer in ('approved', 'declined', 'pending', 'unknown'));
alter table card_checks add column reason text;
alter table card_checks add column answered_at bigint;
alter table card_checks add column voided_at bigint;
update card_checks set answer = 'declined' where state = 'declined';

create index card_checks_of_request on card_checks (request) where request is not null;

-- Cards that are confirmed with a passkey: what confirms them, and charges of 0, which only ask whether the card is good.

alter table charges add column authenticated_by text;
alter table charges drop constraint charges_amount_check;
alter table charges add check (amount > 0 or (amount = 0 and authenticated_by is not null));

-- Who began a payment by a card that the merchant keeps, and why; JSON, null where the merchant did not say.
alter table charges add column card_on_file text;

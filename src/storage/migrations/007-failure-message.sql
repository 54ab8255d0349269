-- The words of a failure that has others than its code: a card that was to be authenticated without a way back for its payer.

alter table charges add column failure_message text;

-- The message of a failure that differs from its code's: a 3-D Secure card without a way back for its payer.

alter table charges add column failure_message text;

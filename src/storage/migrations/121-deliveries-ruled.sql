-- The rule that was applied to a delivery, so that none is applied to it again, and one that is held is found.

alter table deliveries add column rule text;

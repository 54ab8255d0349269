-- Until when whoever sends a delivery has it, in the server's time. Before, its due time was put off, which is in the time of its account.

alter table deliveries add column leased_until bigint;

-- What was given up can be sent again all at once.

create index deliveries_given_up on deliveries (account, created_at, id) where state = 'given_up';

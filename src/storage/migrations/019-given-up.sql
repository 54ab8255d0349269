-- An index of deliveries that were given up, to send them again all at once.

create index deliveries_given_up on deliveries (account, created_at, id) where state = 'given_up';

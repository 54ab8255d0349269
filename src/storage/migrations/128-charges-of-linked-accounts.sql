-- The charges of a linked account, newest first: the dashboard shows them with it.

create index charges_of_linked_account on charges (account, linked_account, created_at, id) where linked_account is not null;

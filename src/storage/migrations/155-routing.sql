-- How a charge came to its upstream: which, when, why, and why not to the routes before. Older charges have nothing of it.

alter table charges add column routing text not null default '[]';

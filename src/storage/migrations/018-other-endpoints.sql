-- Endpoints beside the one that the API knows of, each with the events that it hears of.

alter table accounts add column other_endpoints text not null default '[]';

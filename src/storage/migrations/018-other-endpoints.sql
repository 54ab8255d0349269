-- Endpoints beside the API's main one, each with its events.

alter table accounts add column other_endpoints text not null default '[]';

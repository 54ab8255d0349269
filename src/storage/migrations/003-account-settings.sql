-- Enabled methods, rolled secrets, and keys with an end. An account without a record of a method has it in test mode and not in live mode.

alter table accounts add column methods text not null default '{}'; -- JSON
alter table accounts add column previous_webhook_secrets text not null default '[]'; -- JSON, sealed
alter table accounts add column webhook_secret_since bigint not null default 0;
update accounts set webhook_secret_since = created_at;

create index accounts_requesting on accounts (id) where methods like '%"state":"requested"%'; -- those that wait for an operator
create index accounts_by_age on accounts (created_at, id);

alter table api_keys add column ending text;
alter table api_keys add column expires_at bigint;

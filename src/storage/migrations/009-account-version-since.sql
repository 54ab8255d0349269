-- When the API version of an account was last chosen; until then, when the account was made.

alter table accounts add column api_version_since bigint not null default 0;
update accounts set api_version_since = created_at;

-- When the API version of an account was last chosen; by default, when the account was created.

alter table accounts add column api_version_since bigint not null default 0;
update accounts set api_version_since = created_at;

-- What a restricted key may do, as JSON by resource. Null where a key has no restriction, as all keys from before.

alter table api_keys add column permissions text;

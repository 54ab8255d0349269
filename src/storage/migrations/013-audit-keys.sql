-- The key behind an act in the audit log, where no member acted.

alter table audit add column api_key text;

-- Which key did what the audit log tells of, where no member did.

alter table audit add column api_key text;

-- The simulated banks' memory expires after some days. Older rows get the time of the last charge.

alter table simulated_bank add column created_at bigint not null default 0;
update simulated_bank set created_at = (select coalesce(max(created_at), 0) from charges);
create index simulated_bank_by_age on simulated_bank (created_at);

-- The transaction id for the issuer: random and stored before its use, so that nobody can predict it.
alter table charges add column three_ds_transaction text;

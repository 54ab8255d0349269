-- What the simulated banks remember is forgotten after some days. Rows of before count as if they were of the time of the last charge.

alter table simulated_bank add column created_at bigint not null default 0;
update simulated_bank set created_at = (select coalesce(max(created_at), 0) from charges);
create index simulated_bank_by_age on simulated_bank (created_at);

-- Under which id the issuer is asked: chosen at random and kept, so that it cannot be known before it is used.
alter table charges add column three_ds_transaction text;

-- The request of an act: saves before and after a bank's answer are one act.

alter table audit add column request text;

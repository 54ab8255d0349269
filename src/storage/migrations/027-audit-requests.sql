-- In which request an act was asked: what is saved before and after a bank is asked is one act.

alter table audit add column request text;

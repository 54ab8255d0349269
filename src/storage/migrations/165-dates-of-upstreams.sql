-- The date of an entry is put right where an upstream says another one later.

alter table entries add column version bigint not null default 1;

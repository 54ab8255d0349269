-- Whether a bank certainly did not take a question: a charge may go to another upstream then. Of older messages nobody knows.

alter table bank_messages add column not_taken bigint not null default 0;

-- The account comes first in the key of everything that belongs to it, in references and in indexes: nothing is found, changed or referred to by its
-- id alone, an account's rows lie side by side, and a database can keep each account in a place of its own. PostgreSQL rebuilds the keys and leaves
-- the rows; SQLite rebuilds the tables, see storage/sqlite/constraints.ts.

drop index refunds_of_charge;
drop index events_of_charge;
drop index deliveries_of_event;
drop index attempts_of_event;
drop index requests_about;
drop index card_checks_of_request;
drop index charges_by_bank_reference;
drop index charges_by_approval_code;
drop index sources_by_provider_reference;

alter table refunds drop constraint refunds_charge_fkey;
alter table postings drop constraint postings_entry_fkey;
alter table deliveries drop constraint deliveries_event_fkey;
alter table attempts drop constraint attempts_delivery_fkey;

alter table card_secrets drop constraint card_secrets_pkey;
alter table card_checks drop constraint card_checks_pkey;
alter table tokens drop constraint tokens_pkey;
alter table sources drop constraint sources_pkey;
alter table charges drop constraint charges_pkey;
alter table charges drop constraint charges_page_key;
alter table refunds drop constraint refunds_pkey;
alter table entries drop constraint entries_pkey;
alter table entries drop constraint entries_origin_key_key;
alter table postings drop constraint postings_pkey;
alter table events drop constraint events_pkey;
alter table deliveries drop constraint deliveries_pkey;
alter table attempts drop constraint attempts_pkey;
alter table requests drop constraint requests_pkey;
alter table bank_messages drop constraint bank_messages_pkey;

alter table card_secrets add primary key (account, card);
alter table card_checks add primary key (account, id);
alter table tokens add primary key (account, id);
alter table sources add primary key (account, id);
alter table charges add primary key (account, id);
alter table charges add unique (account, page);
alter table refunds add primary key (account, id);
alter table entries add primary key (account, id);
alter table entries add unique (account, origin, key);
alter table postings add primary key (account, entry, ledger_account);
alter table events add primary key (account, id);
alter table deliveries add primary key (account, id);
alter table attempts add primary key (account, id);
alter table requests add primary key (account, id);
alter table bank_messages add primary key (account, charge, id);

alter table refunds add foreign key (account, charge) references charges (account, id);
alter table postings add foreign key (account, entry) references entries (account, id);
alter table deliveries add foreign key (account, event) references events (account, id);
alter table attempts add foreign key (account, delivery) references deliveries (account, id);

create index refunds_of_charge on refunds (account, charge, created_at, id);
create index events_of_charge on events (account, charge, created_at, id) where charge is not null;
create index deliveries_of_event on deliveries (account, event);
create index attempts_of_event on attempts (account, event);
create index requests_about on requests (account, about) where about is not null;
create index card_checks_of_request on card_checks (account, request) where request is not null;
-- The acquirer repeats our own id as its reference, which needs no second index.
create index charges_by_bank_reference on charges (account, bank_reference) where bank_reference is not null and bank_reference <> id;
create index charges_by_approval_code on charges (account, approval_code) where approval_code is not null;
create index sources_by_provider_reference on sources (account, provider_reference) where provider_reference is not null;

-- The end of an account's id is the code in the ids of its payers' pages, see domain/base/page-id.ts.
create index accounts_by_code on accounts (substr(id, length(id) - 5));
-- Older pages, whose ids begin with the digit of their years; nothing is added to this index any more.
create index charges_by_old_page on charges (page) where substr(page, length(page) - 18, 1) in ('5', '6');

-- What a bank wants the payer to do, and whether the merchant was told of the charge: until now, of whatever did not wait for its bank.

alter table charges add column next_step text; -- JSON
alter table charges add column announced bigint not null default 1 check (announced in (0, 1));
update charges set announced = 0 where state = 'authorizing' and page is null;

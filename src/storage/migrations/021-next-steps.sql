-- The next step of the payer, and whether `charge.create` was sent: for older charges it was, unless they wait for their bank.

alter table charges add column next_step text; -- JSON
alter table charges add column announced bigint not null default 1 check (announced in (0, 1));
update charges set announced = 0 where state = 'authorizing' and page is null;

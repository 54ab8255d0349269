-- An event is about an object of any kind, and its charge is optional. An older event is about a refund where its key says so; the refund's id stands
-- in the data, behind `{"object":"refund","id":"` in every version of the API.

drop index events_of_charge;
alter table events rename column charge to charge_before;
alter table events add column charge text;
alter table events add column object text not null default 'charge';
alter table events add column object_id text not null default '';
update events set
  charge = charge_before,
  object = case when key = 'refund.create' then 'refund' else 'charge' end,
  object_id = case when key = 'refund.create' then substr(data, 26, case when livemode = 1 then 24 else 29 end) else charge_before end;
alter table events drop column charge_before;
create index events_of_charge on events (charge) where charge is not null;

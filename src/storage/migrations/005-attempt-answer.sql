-- The beginning of what an endpoint said when it did not take an event, so that whoever looks for the fault need not ask its log.

alter table attempts add column answer text;

-- The beginning of an endpoint's refusal, so that people who look for the fault need not read the endpoint's log.

alter table attempts add column answer text;

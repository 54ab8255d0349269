-- Whether all members of a team must have one-time codes; stored with the live account, which stands for the team.

alter table accounts add column codes_required bigint not null default 0 check (codes_required in (0, 1));

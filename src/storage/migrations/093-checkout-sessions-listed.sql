-- The dashboard lists checkout sessions, newest first.

create index checkout_sessions_of_account on checkout_sessions (account, created_at, id);

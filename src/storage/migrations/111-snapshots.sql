-- What a test account had at a moment, to be put back. One row, since it is read and written as a whole.

create table snapshots (
  id text not null, -- the name that its merchant gave it
  version bigint not null,
  account text not null references accounts (id),
  row_count bigint not null,
  schema_name text not null, -- the newest migration when it was made
  contents text not null, -- JSON by table, compressed, base64
  created_at bigint not null,
  primary key (account, id)
);
create index snapshots_of_account on snapshots (account, created_at, id);

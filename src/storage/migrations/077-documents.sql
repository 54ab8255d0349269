-- Evidence in disputes. The bytes are in a table of their own, which nothing reads but a download; as base64 text, which is the same on both engines.

create table documents (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  dispute text not null,
  filename text not null,
  content_type text not null,
  size bigint not null,
  code text,
  created_at bigint not null,
  deleted_at bigint,
  primary key (account, id),
  foreign key (account, dispute) references disputes (account, id)
);
create index documents_of_dispute on documents (account, dispute, created_at, id);

create table document_files (
  id text not null,
  account text not null references accounts (id),
  contents text not null,
  created_at bigint not null,
  primary key (account, id),
  foreign key (account, id) references documents (account, id)
);

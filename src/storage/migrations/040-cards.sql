-- A card is a row of its own, and a token names it: so a card can outlive its token, change hands and be deleted. Charges keep their copies.
-- The facts of a card from before are the JSON that its token held; the id stands in front, behind `{"id":"`, as long as all ids of cards are.
-- A sealed number has a version, so that a change of its time is noticed where it was erased meanwhile, and may have no such time.

create table cards (
  id text not null,
  version bigint not null,
  account text not null references accounts (id),
  livemode bigint not null,
  owner text, -- the kind of object that may charge it
  owner_id text,
  details text not null, -- JSON: safe details only
  created_at bigint not null,
  deleted_at bigint,
  primary key (account, id)
);
insert into cards (id, version, account, livemode, owner, owner_id, details, created_at)
  select substr(card, 8, case when livemode = 1 then 24 else 29 end), 1, account, livemode, 'token', id, card, created_at from tokens;
update tokens set card = substr(card, 8, case when livemode = 1 then 24 else 29 end);

drop index card_secrets_to_erase;
alter table card_secrets rename column erase_at to erase_at_before;
alter table card_secrets add column version bigint not null default 1;
alter table card_secrets add column erase_at bigint;
update card_secrets set erase_at = erase_at_before;
alter table card_secrets drop column erase_at_before;

alter table tokens add foreign key (account, card) references cards (account, id);
alter table card_secrets add foreign key (account, card) references cards (account, id);

create index card_secrets_to_erase on card_secrets (erase_at) where erase_at is not null;

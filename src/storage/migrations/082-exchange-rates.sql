-- Rates at which other currencies are converted, each from a day on until the next. Rates that ship with Chamra hold where there is none.

create table exchange_rates (
  base text not null,
  quote text not null,
  since text not null,
  version bigint not null,
  rate text not null, -- an exact decimal
  set_at bigint not null,
  primary key (base, quote, since)
);

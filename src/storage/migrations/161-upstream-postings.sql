-- Moves what was booked with the acquirer for charges of upstreams to the upstream: it holds the net, and has kept its costs.
-- SCB pays straight into the merchant's own account, so nothing of it is held; its installments are known by their method only.

insert into postings (entry, account, ledger_account, currency, amount, upstream)
select p.entry, p.account, 'kept', p.currency, -sum(p.amount), c.upstream
from postings p
join entries e on e.account = p.account and e.id = p.entry
left join refunds r on r.account = e.account and r.id = e.origin
left join disputes d on d.account = e.account and d.id = e.origin
join charges c on c.account = e.account and c.id = coalesce(r.charge, d.charge, e.origin)
where c.upstream is not null and p.ledger_account in ('fee', 'interest', 'vat')
group by p.entry, p.account, p.currency, c.upstream having sum(p.amount) <> 0;

insert into postings (entry, account, ledger_account, currency, amount, upstream)
select p.entry, p.account,
       case when c.upstream = 'scb' and c.method not like 'installment%' and e.key = 'charge.captured.net' then 'settled' else 'held' end,
       p.currency, p.amount - coalesce(k.amount, 0), c.upstream
from postings p
join entries e on e.account = p.account and e.id = p.entry
left join refunds r on r.account = e.account and r.id = e.origin
left join disputes d on d.account = e.account and d.id = e.origin
join charges c on c.account = e.account and c.id = coalesce(r.charge, d.charge, e.origin)
left join postings k on k.account = p.account and k.entry = p.entry and k.ledger_account = 'kept'
where c.upstream is not null and p.ledger_account = 'acquirer' and p.amount <> coalesce(k.amount, 0);

delete from postings where ledger_account = 'acquirer' and exists (
  select 1 from postings u where u.account = postings.account and u.entry = postings.entry and u.upstream is not null
);

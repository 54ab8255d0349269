import type { ReactNode } from "react";
import type { ChargeOverviewAnswer } from "../../../src/api/insight/charge-overview.shape.ts";
import type { ChargeAnswer, RefundAnswer } from "../answers.ts";
import { useMethods } from "../charges/method.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { Go } from "../navigation.tsx";
import { chargeTexts } from "../texts/charge.ts";
import { chargesTexts } from "../texts/charges.ts";
import { failureTexts } from "../texts/failures.ts";
import { Status } from "../ui/badge.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Id } from "../ui/id.tsx";
import { Facts, Section } from "../ui/layout.tsx";
import { Time } from "../ui/time.tsx";
import classes from "./facts.module.css";

type Fact = readonly [name: string, value: ReactNode] | null;

/** Payment method, times, and the references that banks and merchants use. */
export function Details({ overview }: { overview: ChargeOverviewAnswer }) {
  const t = useTexts(chargeTexts);
  const failures = useTexts(failureTexts);
  const { language } = useLanguage();
  const { charge, failure_words, upstream, refund_window: window } = overview;
  const { failure_code, transaction, approval_code, description, customer, ip, return_uri, link } = charge;
  const facts: Fact[] = [
    failure_words === null ? null : [t.failure, `${failures[failure_words]} (${failure_code})`],
    description === null ? null : [t.description, description],
    ...usePayment(charge),
    upstream === null ? null : [t.upstream, upstream.label[language]],
    upstream?.id ? [t.upstreamId, <Copyable key="upstream" text={upstream.id} of={t.upstreamId} />] : null,
    customer === null
      ? null
      : [
          t.customer,
          <Go key="customer" to={`/customers/${customer}`}>
            {customer}
          </Go>,
        ],
    approval_code === null ? null : [t.approvalCode, <code key="code">{approval_code}</code>],
    transaction === null ? null : [t.transaction, <Copyable key="id" text={transaction} of={t.transaction} />],
    [t.created, <Time key="at" at={charge.created_at} form="full" />],
    ...useTimes(charge),
    window === null
      ? null
      : [
          t.refundWindow,
          <span key="until">
            <Time at={window.until} form="full" />
            {window.full_only && <span className="quiet"> {t.refundWindowFull}</span>}
          </span>,
        ],
    link === null
      ? null
      : [
          t.link,
          <Go key="link" to={`/links/${link}`}>
            {link}
          </Go>,
        ],
    ip === null ? null : [t.payersAddress, <code key="ip">{ip}</code>],
    return_uri === null ? null : [t.returnUri, <code key="uri">{return_uri}</code>],
  ];
  return (
    <Section title={t.details}>
      <Facts facts={facts} />
    </Section>
  );
}

function usePayment({ card, source, linked_account: linked }: ChargeAnswer): Fact[] {
  const t = useTexts(chargeTexts);
  const { directDebit } = useTexts(chargesTexts);
  const { name } = useMethods();
  return [
    [t.method, linked === null ? name(source?.type ?? "card") : directDebit],
    typeof linked === "string"
      ? [
          t.linkedAccount,
          <Go key="linked" to={`/linked-accounts/${linked}`}>
            {linked}
          </Go>,
        ]
      : null,
    ...(card
      ? ([
          [
            t.card,
            <span key="card" className="number">
              {`${card.brand} •••• ${card.last_digits}`}
              {card.deleted && <span className="quiet"> {t.cardDeleted}</span>}
            </span>,
          ],
          [t.cardHolder, card.name],
          [t.cardExpiry, `${String(card.expiration_month).padStart(2, "0")}/${card.expiration_year}`],
          card.bank ? [t.cardBank, card.bank] : null,
        ] as Fact[])
      : []),
    ...(source
      ? ([
          [t.source, <Copyable key="id" text={source.id} of={t.source} />],
          source.platform_type ? [t.platform, source.platform_type] : null,
          source.provider_references
            ? [t.reference, <code key="ref">{source.provider_references.reference_number_1}</code>]
            : null,
        ] as Fact[])
      : []),
  ];
}

function useTimes(charge: ChargeAnswer): Fact[] {
  const t = useTexts(chargeTexts);
  const { paid_at, authorized_at, expires_at, expired_at, reversed_at, status } = charge;
  const named: [string, string | null][] = [
    [t.authorizedAt, authorized_at === paid_at ? null : authorized_at],
    [t.paidAt, paid_at],
    [t.expiresAt, status === "pending" ? expires_at : null],
    [t.expiredAt, expired_at],
    [t.reversedAt, reversed_at],
  ];
  return named.flatMap(([name, at]): Fact[] => (at === null ? [] : [[name, <Time key="at" at={at} form="full" />]]));
}

/** The refunds of a charge. */
export function Refunds({ charge }: { charge: ChargeAnswer }) {
  const t = useTexts(chargeTexts);
  const refunds = charge.refunds.data as RefundAnswer[]; // the shape of a list does not type its items
  if (refunds.length === 0) return null;
  return (
    <Section title={t.refunds}>
      <ul className={classes.refunds}>
        {refunds.map(({ id, amount, currency, status, voided, created_at }) => (
          <li key={id}>
            <Money amount={amount} currency={currency} /> <Status state={voided ? "voided" : status} />
            <span className="quiet small">
              <Time at={created_at} /> <Id id={id} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The latest dispute of a charge. */
export function Dispute({ charge: { dispute } }: { charge: ChargeAnswer }) {
  const t = useTexts(chargeTexts);
  if (dispute === null) return null;
  return (
    <Section title={t.dispute}>
      <p>
        <Money amount={dispute.amount} /> <Status state={`dispute_${dispute.status}`} />{" "}
        <Go to={`/disputes/${dispute.id}`}>{t.openDispute}</Go>
      </p>
    </Section>
  );
}

/** Metadata that the merchant's programs stored with an object. */
export function Metadata({ metadata }: { metadata: ChargeAnswer["metadata"] }) {
  const t = useTexts(chargeTexts);
  const entries = Object.entries(metadata as Record<string, unknown>); // an object; its values may be anything
  return (
    <Section title={t.metadata}>
      {entries.length === 0 ? (
        <p className="quiet">{t.metadataNone}</p>
      ) : (
        <Facts facts={entries.map(([key, value]) => [key, <code key="value">{shown(value)}</code>])} />
      )}
    </Section>
  );
}

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

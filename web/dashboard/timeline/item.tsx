import type { ReactNode } from "react";
import type { TimelineItem } from "../../../src/api/insight/timeline.shape.ts";
import { laidOut } from "../exact.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { Money } from "../money/shown.tsx";
import { Go } from "../navigation.tsx";
import { auditTexts } from "../texts/audit.ts";
import { eventKeyTexts } from "../texts/events.ts";
import { failureTexts } from "../texts/failures.ts";
import { timelineTexts } from "../texts/timeline.ts";
import { CodeBlock } from "../ui/code.tsx";
import { useReason } from "../upstreams/reason.tsx";
import { HttpStatus } from "./http-status.tsx";
import classes from "./timeline.module.css";

type Item<Kind extends TimelineItem["kind"]> = Extract<TimelineItem, { kind: Kind }>;

/** One item of the timeline: a sentence, with technical details below. */
export function TimelineItemView({ item }: { item: TimelineItem }): ReactNode {
  switch (item.kind) {
    case "request":
      return <Request item={item} />;
    case "card_check":
      return <CardCheck item={item} />;
    case "route":
      return <Route item={item} />;
    case "notification":
      return <Notification item={item} />;
    case "bank":
      return <Bank item={item} />;
    case "state":
      return <State item={item} />;
    case "entry":
      return <Entry item={item} />;
    case "event":
      return <EventTold item={item} />;
    case "attempt":
      return <Attempt item={item} />;
    case "act":
      return <Act item={item} />;
  }
}

function Request({ item: { details, reference } }: { item: Item<"request"> }) {
  const t = useTexts(timelineTexts);
  const { method, path, status, latency_ms, key_kind, error_code } = details;
  const words = (
    <code>
      {method} {path}
    </code>
  );
  return (
    <>
      <p>
        {reference ? <Go to={`/requests/${reference}`}>{words}</Go> : words} <HttpStatus status={status} />
      </p>
      <Line parts={[t.request, t.withKey[key_kind], t.took(String(latency_ms)), error_code]} />
    </>
  );
}

function Route({ item: { title_key, details } }: { item: Item<"route"> }) {
  const t = useTexts(timelineTexts);
  const { language } = useLanguage();
  const because = useReason();
  const { upstream_name, passed } = details;
  return (
    <>
      <p>
        {t.route[title_key]} <strong>{upstream_name[language]}</strong>
      </p>
      <Line parts={[because(details)]} />
      {passed.map((left) => (
        <Line
          key={`${left.upstream} ${left.why}`}
          parts={[`${t.notTo} ${left.upstream_name[language]}`, because(left)]}
        />
      ))}
    </>
  );
}

function Notification({ item: { details } }: { item: Item<"notification"> }) {
  const t = useTexts(timelineTexts);
  const { language } = useLanguage();
  return (
    <>
      <p>{t.notification}</p>
      <Line parts={[details.bank_name[language]]} />
      <details className={classes.postings}>
        <summary>{t.whatItSaid}</summary>
        <CodeBlock code={laidOut(details.body)} label={t.whatItSaid} height={240} />
      </details>
    </>
  );
}

function Bank({ item: { title_key, details } }: { item: Item<"bank"> }) {
  const t = useTexts(timelineTexts);
  const { language } = useLanguage();
  const { bank_name, answer, reason, bank_reference, approval_code, latency_ms } = details;
  return (
    <>
      <p>
        {t.bank[title_key]}: <strong>{t.answers[answer]}</strong>
      </p>
      <Line
        parts={[
          bank_name[language],
          reason,
          bank_reference && `${t.reference} ${bank_reference}`,
          approval_code && `${t.approvalCode} ${approval_code}`,
          t.took(String(latency_ms)),
        ]}
      />
    </>
  );
}

/** A void is either confirmed or retried, so it has no other answer. */
function CardCheck({ item: { title_key, details } }: { item: Item<"card_check"> }) {
  const t = useTexts(timelineTexts);
  const { amount, answer, reason, latency_ms } = details;
  const isVoid = title_key === "card_check.void";
  const said = answer === null ? t.cardCheckUnanswered[title_key] : isVoid ? t.voidConfirmed : t.answers[answer];
  return (
    <>
      <p>
        {t.cardCheck[title_key](money(amount))}: <strong>{said}</strong>
      </p>
      <Line
        parts={[
          t.acquirer,
          reason,
          answer === "declined" && t.noToken,
          latency_ms !== null && t.took(String(latency_ms)),
        ]}
      />
    </>
  );
}

function State({ item: { title_key, details } }: { item: Item<"state"> }) {
  const t = useTexts(timelineTexts);
  const failures = useTexts(failureTexts);
  const { amount, currency, failure } = details;
  return (
    <>
      <p className={classes.state}>
        {t.state[title_key]}
        {amount !== null && (
          <>
            {" "}
            <Money amount={amount} currency={currency} />
          </>
        )}
      </p>
      {failure && <Line parts={[failures[failure.words], failure.code]} />}
    </>
  );
}

function Entry({ item: { title_key, details, reference } }: { item: Item<"entry"> }) {
  const t = useTexts(timelineTexts);
  const { amount, postings } = details;
  return (
    <>
      <p>
        {t.entry[title_key]} <strong className="number">{amount > 0 ? `+${money(amount)}` : money(amount)}</strong>
      </p>
      <Line parts={[reference && <code key="id">{reference}</code>]} />
      <details className={classes.postings}>
        <summary>{t.postings}</summary>
        <dl>
          {postings.map(({ ledger_account, amount }) => (
            <div key={ledger_account}>
              <dt>{t.ledgerAccounts[ledger_account] ?? ledger_account}</dt>
              <dd>
                <Money amount={amount} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}

function EventTold({ item: { details, reference } }: { item: Item<"event"> }) {
  const t = useTexts(timelineTexts);
  const names: Record<string, string> = useTexts(eventKeyTexts);
  const code = <code>{details.key}</code>;
  return (
    <p>
      {t.event} {reference ? <Go to={`/events/${reference}`}>{code}</Go> : code}{" "}
      <span className="quiet small">{names[details.key]}</span>
    </p>
  );
}

function Attempt({ item: { title_key, details } }: { item: Item<"attempt"> }) {
  const t = useTexts(timelineTexts);
  const { event, key, uri, status, error, latency_ms } = details;
  return (
    <>
      <p>
        {t.attempt[title_key]}: <Go to={`/events/${event}`}>{<code>{key}</code>}</Go>{" "}
        {status === null ? <strong>{t.noAnswer}</strong> : <HttpStatus status={status} />}
      </p>
      <Line parts={[uri, error, t.took(String(latency_ms))]} />
    </>
  );
}

function Act({ item: { details } }: { item: Item<"act"> }) {
  const t = useTexts(timelineTexts);
  const { acts } = useTexts(auditTexts);
  return (
    <>
      <p>{t.acts[details.act] ?? acts[details.act] ?? <code>{details.act}</code>}</p>
      <Line parts={[t.by(details.member ?? t.commandLine), details.ip]} />
    </>
  );
}

/** Small facts on one line; absent ones leave no gap. */
function Line({ parts }: { parts: readonly ReactNode[] }) {
  const there = parts.filter((part) => part !== null && part !== "" && part !== undefined && part !== false);
  if (there.length === 0) return null;
  return (
    <p className={classes.line}>
      {there.map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of a line keep their index
        <span key={at}>{part}</span>
      ))}
    </p>
  );
}

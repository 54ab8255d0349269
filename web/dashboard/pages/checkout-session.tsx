import type { CheckoutSessionAnswer } from "../answers.ts";
import chargeClasses from "../charge/charge.module.css";
import { Metadata } from "../charge/facts.tsx";
import { useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { Go, useParameter } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { sessionsTexts } from "../texts/checkout-sessions.ts";
import { Status } from "../ui/badge.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Missing } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

/** One checkout session: what is paid, where its payer comes from and goes to, and each attempt. */
export function CheckoutSession() {
  const t = useTexts(sessionsTexts);
  const id = useParameter("id");
  const answer = useAnswer<CheckoutSessionAnswer>(`checkout_sessions/${id}`);
  return (
    <Answered answer={answer} lines={8} missing={<Missing id={id} list={{ to: "/checkout-sessions", name: t.back }} />}>
      {(session) => <View session={session} />}
    </Answered>
  );
}

function View({ session }: { session: CheckoutSessionAnswer }) {
  const t = useTexts(sessionsTexts);
  const { payments, payment_methods: methods, redirect_urls: urls } = session;
  return (
    <>
      <PageHead
        above={<Go to="/checkout-sessions">{t.back}</Go>}
        title={
          <span className={chargeClasses.title}>
            <Money amount={session.amount} /> <Status state={session.status} />
          </span>
        }
        lead={<Copyable text={session.id} />}
      />
      <Sheets>
        <Section title={t.payments}>
          {payments.length === 0 ? (
            <p className="quiet">{t.noPayments}</p>
          ) : (
            <Facts
              facts={payments.map(({ charge_id, status }) => [
                charge_id,
                <Go key="charge" to={`/charges/${charge_id}`} aria-label={`${t.charge} ${charge_id}`}>
                  <Status state={status} />
                </Go>,
              ])}
            />
          )}
        </Section>
        <Section title={t.details}>
          <Facts
            facts={[
              [t.order, session.order_id ?? "–"],
              [t.description, session.description ?? "–"],
              [t.address, <Copyable key="address" text={session.redirect_url} of={t.address} />],
              [t.complete, <code key="complete">{urls.complete_url}</code>],
              urls.cancel_url === null ? null : [t.cancel, <code key="cancel">{urls.cancel_url}</code>],
              [t.methods, methods.length === 0 ? t.allMethods : methods.join(", ")],
              [t.capture, session.auto_capture ? t.atOnce : t.byHand],
              [t.created, <Time key="created" at={session.created_at} form="full" />],
              [t.expires, <Time key="expires" at={session.expires_at} form="full" />],
            ]}
          />
        </Section>
        <Metadata metadata={session.metadata} />
      </Sheets>
    </>
  );
}

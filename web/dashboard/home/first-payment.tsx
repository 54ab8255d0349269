import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import type { ChargeAnswer } from "../answers.ts";
import { acts, changedByActs } from "../charge/acts.ts";
import { ChargeStatus } from "../charges/charge-status.tsx";
import type { Key } from "../keys/shown-key.tsx";
import { useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { homeCurrency } from "../money/amount.ts";
import { Money } from "../money/shown.tsx";
import { Go } from "../navigation.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { useCan } from "../session.tsx";
import { firstPaymentTexts } from "../texts/home.ts";
import { CodeBlock } from "../ui/code.tsx";
import { Icon } from "../ui/icon.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import { Refused, useMayNot } from "../ui/state.tsx";
import classes from "./first-payment.module.css";

/** Guide for new merchants in place of empty charts: take a first payment and watch it arrive here. */
export function FirstPayment() {
  const t = useTexts(firstPaymentTexts);
  return useMode() === "live" ? <NotInLive /> : <Guide title={t.title} />;
}

function NotInLive() {
  const t = useTexts(firstPaymentTexts);
  return (
    <>
      <PageHead title={t.liveTitle} lead={t.step1Live} />
      <Group gap="sm">
        <Button component={Go} to="/" mode="test">
          {t.toTest}
        </Button>
        <Button component={Go} to="/methods" variant="default">
          {t.toMethods}
        </Button>
        <Button component={Go} to="/keys" variant="default">
          {t.toKeys}
        </Button>
      </Group>
    </>
  );
}

type Latest = { data: ChargeAnswer[] };

function Guide({ title }: { title: string }) {
  const t = useTexts(firstPaymentTexts);
  const latest = useAnswer<Latest>("search/charges", { query: { limit: 1 } });
  const charge = latest.data?.data[0];
  const paid = charge?.status === "successful";
  return (
    <>
      <PageHead title={title} lead={t.intro} />
      <Section>
        <ol className={classes.steps}>
          <Step title={t.step1} done={charge !== undefined}>
            <MakeCharge />
            <div role="status" className={classes.arrival}>
              {charge ? <Arrived charge={charge} /> : <span className={classes.waiting}>{t.waiting}</span>}
            </div>
          </Step>
          <Step title={t.step2} done={paid}>
            <p className="quiet">{t.step2Hint}</p>
            {charge?.status === "pending" && <BePayer charge={charge} />}
            {paid && <p role="status">{t.paid}</p>}
          </Step>
          <Step title={t.step3} done={false}>
            <p className="quiet">{t.step3Hint}</p>
            <Button component={Go} to="/webhooks" variant="default">
              {t.setWebhook}
            </Button>
          </Step>
        </ol>
      </Section>
    </>
  );
}

function Step({ title, done, children }: { title: string; done: boolean; children: ReactNode }) {
  return (
    <li data-done={done}>
      <h2>
        {title} {done && <Icon name="check" size={18} />}
      </h2>
      {children}
    </li>
  );
}

type KeysAnswer = { data: Pick<Key, "id" | "kind" | "state" | "revealable">[] };

function MakeCharge() {
  const t = useTexts(firstPaymentTexts);
  const may = useCan()("secret_keys");
  const keys = useAnswer<KeysAnswer>("keys", { enabled: may });
  const secret = keys.data?.data.find(
    ({ kind, state, revealable }) => kind === "secret" && state === "working" && revealable,
  );
  const reveal = useAct<Record<string, never>, Key>(`keys/${secret?.id}/reveal`);
  const key = reveal.data?.key;
  return (
    <>
      <p className="quiet">{t.step1Hint}</p>
      <CodeBlock label={t.step1} code={curlOf(location.origin, key ?? "$SECRET_KEY")} />
      {secret && !key && (
        <div>
          <Button variant="default" loading={reveal.isPending} onClick={() => reveal.mutate({})}>
            {t.putKey}
          </Button>
        </div>
      )}
      <Refused error={reveal.error} />
      {!may && <p className="quiet small">{t.keyHidden}</p>}
    </>
  );
}

/** A payment that accounts in a currency can take without any parameter. */
const firstPayments: Readonly<Record<string, { type: string; amount: number }>> = {
  JPY: { type: "paypay", amount: 3_000 },
  SGD: { type: "grabpay", amount: 5_000 },
  MYR: { type: "boost", amount: 5_000 },
};

const first = (currency: string) => firstPayments[currency] ?? { type: "mobile_banking_kbank", amount: 150_000 };

const curlOf = (gateway: string, key: string): string => `curl ${gateway}/charges \\
  -u ${key}: \\
  -d "amount=${first(homeCurrency()).amount}" \\
  -d "currency=${homeCurrency()}" \\
  -d "source[type]=${first(homeCurrency()).type}" \\
  -d "return_uri=${gateway}/dashboard"`;

function Arrived({ charge }: { charge: ChargeAnswer }) {
  const t = useTexts(firstPaymentTexts);
  return (
    <span className={classes.arrived}>
      {t.arrived} <Money amount={charge.amount} currency={charge.currency} /> <ChargeStatus charge={charge} />{" "}
      <Go to={`/charges/${charge.id}`}>{t.seeCharge}</Go>
    </span>
  );
}

function BePayer({ charge }: { charge: ChargeAnswer }) {
  const t = useTexts(firstPaymentTexts);
  const can = useCan();
  const mayNot = useMayNot("money");
  const { path, body } = acts.mark_as_paid;
  const mark = useAct<Record<string, unknown>>(`charges/${charge.id}/${path}`, { refreshes: changedByActs });
  return (
    <>
      <Group gap="sm">
        {charge.authorize_uri && (
          <Button
            component="a"
            href={charge.authorize_uri}
            target="_blank"
            rel="noreferrer"
            rightSection={<Icon name="external" size={15} />}
          >
            {t.openPayersPage}
          </Button>
        )}
        <Button
          variant="default"
          disabled={!can("money")}
          loading={mark.isPending}
          onClick={() => mark.mutate(body(0))}
        >
          {t.markAsPaid}
        </Button>
      </Group>
      {!can("money") && <p className="quiet small">{mayNot}</p>}
      <Refused error={mark.error} />
    </>
  );
}

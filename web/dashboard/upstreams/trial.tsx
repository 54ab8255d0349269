import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { payerBanks } from "../../../src/domain/upstream/payer-bank.ts";
import { useMethods } from "../charges/method.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import type { Method } from "../methods/method.ts";
import { money, readAmount, writeAmount } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import { Section } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { Refused } from "../ui/state.tsx";
import type { Route, TrialAnswer, UpstreamAnswer } from "./answers.ts";
import { useReason } from "./reason.tsx";
import classes from "./upstreams.module.css";

type Payment = { method: string; amount: number; bank?: string; brand?: string };

/** Says where a payment would go, and why, without making it. */
export function Trial({ upstreams }: { upstreams: readonly UpstreamAnswer[] }) {
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  const all = useAnswer<{ data: Method[] }>("methods").data?.data ?? [];
  const [chosen, choose] = useState("");
  const [typed, type] = useState(writeAmount(100_000));
  const routes = useAnswer<{ data: Route[] }>("routes").data?.data ?? [];
  const [bank, setBank] = useState("");
  const banksId = useId();
  const [brand, setBrand] = useState("");
  const known = { ...(bank.trim() && { bank: bank.trim() }), ...(brand.trim() && { brand: brand.trim() }) };
  const attempt = useAct<Payment, TrialAnswer>("routes/try");
  const method = chosen || (all[0]?.type ?? "");
  const read = readAmount(typed);
  return (
    <Section title={t.tryTitle} lead={t.tryLead}>
      <form
        className={classes.trial}
        onSubmit={(event) => {
          event.preventDefault();
          if ("amount" in read && method) attempt.mutate({ method, amount: read.amount, ...known });
        }}
      >
        <NativeSelect
          label={t.method}
          value={method}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          data={all.map(({ type: value, name }) => ({ value, label: name[language] }))}
        />
        <AmountInput label={t.amount} typed={typed} type={type} fault={null} />
        {routes.some(({ banks }) => banks) && (
          <TextInput
            label={t.bank}
            list={banksId}
            value={bank}
            onChange={({ currentTarget }) => setBank(currentTarget.value)}
            autoComplete="off"
          />
        )}
        {routes.some(({ brands }) => brands) && (
          <TextInput
            label={t.brand}
            value={brand}
            onChange={({ currentTarget }) => setBrand(currentTarget.value)}
            autoComplete="off"
          />
        )}
        <datalist id={banksId}>
          {payerBanks.map(({ code, label }) => (
            <option key={code} value={code}>
              {label[language]}
            </option>
          ))}
        </datalist>
        <Button type="submit" variant="default" disabled={"fault" in read} loading={attempt.isPending}>
          {t.tryIt}
        </Button>
      </form>
      <div role="status" className={classes.verdict}>
        {attempt.data && attempt.variables && (
          <Verdict trial={attempt.data} payment={attempt.variables} upstreams={upstreams} />
        )}
      </div>
      <Refused error={attempt.error} />
    </Section>
  );
}

function Verdict(props: { trial: TrialAnswer; payment: Payment; upstreams: readonly UpstreamAnswer[] }) {
  const { trial, payment, upstreams } = props;
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  const { name } = useMethods();
  const because = useReason();
  const labelOf = (upstream: string) => upstreams.find((each) => each.name === upstream)?.label[language] ?? upstream;
  const said = `${name(payment.method)} ${money(payment.amount)}`;
  const { choice, passed, shares = [], costs = [] } = trial;
  const total = shares.reduce((sum, { weight }) => sum + weight, 0);
  return (
    <Notice tone={choice ? "good" : "warn"} icon={choice ? "check" : "warning"}>
      <p>
        <strong>{choice ? t.goesTo(said, labelOf(choice.upstream)) : t.goesNowhere(said)}</strong>{" "}
        {choice && because(choice)}
      </p>
      {passed.length > 0 && (
        <ul>
          {passed.map((left, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two routes to one upstream may be left for one reason
            <li key={index}>
              {t.passed(labelOf(left.upstream))} {because(left)}
            </li>
          ))}
        </ul>
      )}
      {shares.length > 0 && (
        <Figures
          title={t.shares}
          lines={shares.map(({ upstream, weight }) => t.share(labelOf(upstream), weight, total))}
        />
      )}
      {costs.length > 0 && (
        <Figures title={t.prices} lines={costs.map(({ upstream, cost }) => t.price(labelOf(upstream), money(cost)))} />
      )}
    </Notice>
  );
}

/** How routes beside each other were compared. */
function Figures({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <>
      <p className={classes.figures}>{title}</p>
      <ul>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two routes to one upstream may have one figure
          <li key={index}>{line}</li>
        ))}
      </ul>
    </>
  );
}

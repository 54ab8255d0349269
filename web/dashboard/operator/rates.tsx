import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { dayRatesShape } from "../../../src/api/forex/day-rate.shape.ts";
import { useTexts } from "../language.tsx";
import { useTeamAct, useTeamAnswer } from "../queries.ts";
import { Day } from "../schedules/day.tsx";
import { operatorTexts } from "../texts/operator.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/layout.tsx";
import { Answered, Empty } from "../ui/state.tsx";
import { type Column, Table } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

type Answer = z.output<typeof dayRatesShape.schema>;
type Rate = Answer["data"][number];

/** The exchange rates of this server, each from a day on. */
export function Rates() {
  const t = useTexts(operatorTexts);
  const [setting, set] = useState(false);
  const rates = useTeamAnswer<Answer>("operator/rates");
  return (
    <Section
      flush
      title={t.tabs.rates}
      lead={t.ratesLead}
      actions={
        <ActButton right="operate" onClick={() => set(true)}>
          {t.setRate}
        </ActButton>
      }
    >
      <Answered answer={rates}>
        {(answer) => (
          <>
            {answer.data.length === 0 ? (
              <Empty title={t.noRates} icon="check">
                {t.noRatesHint}
              </Empty>
            ) : (
              <RateTable answer={answer} />
            )}
            {setting && <SetDialog answer={answer} close={() => set(false)} />}
          </>
        )}
      </Answered>
    </Section>
  );
}

function RateTable({ answer: { data, today } }: { answer: Answer }) {
  const t = useTexts(operatorTexts);
  /** The first of a currency that has begun; the list has its newest first. */
  const holds = (rate: Rate) => data.find(({ base, since }) => base === rate.base && since <= today) === rate;
  const columns: readonly Column<Rate>[] = [
    {
      key: "currency",
      header: t.currency,
      phone: "title",
      cell: (rate) => (
        <>
          {rate.base} {holds(rate) && <Badge tone="good">{t.now}</Badge>}
        </>
      ),
    },
    { key: "rate", header: t.rate, phone: "corner", cell: ({ rate }) => <span className="number">{rate}</span> },
    { key: "since", header: t.rateSince, cell: ({ since }) => <Day on={since} /> },
    { key: "set", header: t.rateSet, end: true, cell: ({ set_at }) => <Time at={set_at} /> },
  ];
  return <Table label={t.tabs.rates} rows={data} columns={columns} keyOf={({ base, since }) => `${base} ${since}`} />;
}

/** The form of a rate that the API takes. */
const written = /^(?!0*\.?0*$)\d{1,6}(\.\d{1,10})?$/;

function SetDialog({ answer: { currencies, today }, close }: { answer: Answer; close: () => void }) {
  const t = useTexts(operatorTexts);
  const [base, choose] = useState(currencies.find((each) => each.base === "USD")?.base ?? currencies[0]?.base ?? "");
  const [rate, type] = useState("");
  const [since, begin] = useState(today);
  const save = useTeamAct<{ rate: string; since: string }>(`operator/rates/${base}`, {
    refreshes: ["operator"],
    said: t.rateDone,
    onDone: close,
  });
  const wrong = rate !== "" && !written.test(rate);
  return (
    <Confirm
      opened
      close={close}
      title={t.setRateTitle}
      action={t.setRate}
      disabled={!written.test(rate) || since === ""}
      busy={save.isPending}
      error={save.error}
      act={() => save.mutate({ rate, since })}
    >
      <Select
        label={t.currency}
        value={base}
        onChange={(chosen) => chosen && choose(chosen)}
        data={currencies.map((each) => each.base)}
        allowDeselect={false}
      />
      <TextInput
        label={t.rate}
        value={rate}
        onChange={(event) => type(event.currentTarget.value.trim())}
        error={wrong && t.rateFault}
        placeholder={currencies.find((each) => each.base === base)?.shipped ?? ""}
        inputMode="decimal"
        autoComplete="off"
        data-autofocus
      />
      <TextInput type="date" label={t.firstDay} value={since} onChange={(event) => begin(event.currentTarget.value)} />
      <p className="quiet small">{t.setRateHint}</p>
    </Confirm>
  );
}

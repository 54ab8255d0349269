import { Checkbox, NumberInput, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { ordinals, type Weekday, weekdays } from "../../../src/domain/schedule/calendar.ts";
import type { CustomerAnswer, RecipientAnswer, ScheduleAnswer } from "../answers.ts";
import { cardName } from "../customers/card-name.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { amountIn, homeCurrency } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useOpen } from "../navigation.tsx";
import { RecipientChoice } from "../payouts/recipient-choice.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { payoutsTexts } from "../texts/payouts.ts";
import { newScheduleTexts, rhythmTexts } from "../texts/schedules.ts";
import { Confirm } from "../ui/confirm.tsx";
import { DateField } from "../ui/date-field.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { changedBySchedules } from "./changed.ts";
import { readDays } from "./days-of-month.ts";
import classes from "./schedule.module.css";

type Period = ScheduleAnswer["period"];
type Rhythm = {
  every: number;
  period: Period;
  weekdays: Weekday[];
  monthly: "byNumber" | "byWeekday";
  days: string;
  ordinal: (typeof ordinals)[number];
  weekday: Weekday;
};

const monthly: Rhythm = {
  every: 1,
  period: "month",
  weekdays: ["monday"],
  monthly: "byNumber",
  days: "1",
  ordinal: "1st",
  weekday: "monday",
};

/** Creates a schedule, once however often the button is pressed, and leads to it. */
export function CreateDialog({ close }: { close: () => void }) {
  const t = useTexts(newScheduleTexts);
  const open = useOpen();
  const { language } = useLanguage();
  const [customer, setCustomer] = useState<CustomerAnswer | null>(null);
  const [card, setCard] = useState("");
  const [typed, type] = useState("");
  const [description, setDescription] = useState("");
  const [rhythm, setRhythm] = useState(monthly);
  const [start, setStart] = useState(today);
  const [end, setEnd] = useState("");
  const amount = amountIn(typed);
  const on = daysOf(rhythm);
  const create = useAct<Record<string, unknown>, ScheduleAnswer>("schedules", {
    once: true,
    refreshes: changedBySchedules,
    said: t.created,
    onDone: ({ id }) => open(`/schedules/${id}`),
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.title}
      action={t.action}
      disabled={!customer || !amount || on === null || end === ""}
      busy={create.isPending}
      error={toldPlainly(create.error, language)}
      act={() =>
        create.mutate({
          every: rhythm.every,
          period: rhythm.period,
          on,
          start_date: start,
          end_date: end,
          charge: { customer: customer?.id, amount, description, ...(card && { card }) },
        })
      }
    >
      <p>{t.hint}</p>
      <CustomerChoice
        choose={(chosen) => {
          setCustomer(chosen);
          setCard("");
        }}
      />
      {customer && (
        <Select
          label={t.card}
          value={card}
          onChange={(chosen) => setCard(chosen ?? "")}
          data={[
            { value: "", label: t.defaultCard },
            ...customer.cards.data.map((each) => ({ value: each.id, label: cardName(each) })),
          ]}
          allowDeselect={false}
        />
      )}
      <AmountInput label={t.amount} typed={typed} type={type} fault={null} />
      <TextInput
        label={t.description}
        value={description}
        maxLength={1_000}
        onChange={({ currentTarget }) => setDescription(currentTarget.value)}
      />
      <RhythmFields rhythm={rhythm} change={(changed) => setRhythm({ ...rhythm, ...changed })} />
      <div className={classes.days}>
        <DateField name="start" label={t.start} initial={start} changed={setStart} />
        <DateField name="end" label={t.end} initial={end} changed={setEnd} />
      </div>
    </Confirm>
  );
}

/** Creates a schedule that pays out, and leads to it. */
export function TransferScheduleDialog({ close }: { close: () => void }) {
  const t = useTexts(payoutsTexts);
  const words = useTexts(newScheduleTexts);
  const open = useOpen();
  const { language } = useLanguage();
  const [recipient, choose] = useState<string | null>(null);
  const [how, setHow] = useState<"part" | "fixed">("part");
  const [typed, type] = useState("");
  const [percent, setPercent] = useState("100");
  const [rhythm, setRhythm] = useState(monthly);
  const [start, setStart] = useState(today);
  const [end, setEnd] = useState("");
  const { rows } = useListed<RecipientAnswer>("recipients");
  const to = recipient ?? rows.find((each) => each.default)?.id;
  const amount = amountIn(typed);
  const isPercent = /^\d{1,3}(\.\d{1,2})?$/.test(percent) && Number(percent) > 0 && Number(percent) <= 100;
  const on = daysOf(rhythm);
  const create = useAct<Record<string, unknown>, ScheduleAnswer>("schedules", {
    once: true,
    refreshes: changedBySchedules,
    said: words.created,
    onDone: ({ id }) => open(`/schedules/${id}`),
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.createSchedule}
      action={words.action}
      disabled={!to || (how === "fixed" ? !amount : !isPercent) || on === null || end === ""}
      busy={create.isPending}
      error={toldPlainly(create.error, language)}
      act={() =>
        create.mutate({
          every: rhythm.every,
          period: rhythm.period,
          on,
          start_date: start,
          end_date: end,
          transfer: { recipient: to, ...(how === "fixed" ? { amount } : { percentage_of_balance: percent }) },
        })
      }
    >
      <p>{t.scheduleHint}</p>
      <RecipientChoice chosen={recipient} choose={choose} />
      <SegmentedControl<"part" | "fixed">
        aria-label={t.how}
        value={how}
        onChange={setHow}
        data={[
          { value: "part", label: t.ofBalance },
          { value: "fixed", label: t.fixed },
        ]}
      />
      {how === "fixed" ? (
        <AmountInput label={t.amount(homeCurrency())} typed={typed} type={type} fault={null} />
      ) : (
        <TextInput
          label={t.percent}
          value={percent}
          inputMode="decimal"
          onChange={({ currentTarget }) => setPercent(currentTarget.value)}
          error={!isPercent && t.percentFault}
        />
      )}
      <RhythmFields rhythm={rhythm} change={(changed) => setRhythm({ ...rhythm, ...changed })} />
      <div className={classes.days}>
        <DateField name="start" label={words.start} initial={start} changed={setStart} />
        <DateField name="end" label={words.end} initial={end} changed={setEnd} />
      </div>
    </Confirm>
  );
}

/** A customer, found by a part of what is noted of them. */
function CustomerChoice({ choose }: { choose: (customer: CustomerAnswer | null) => void }) {
  const t = useTexts(newScheduleTexts);
  const [q, search] = useState("");
  const [chosen, setChosen] = useState<CustomerAnswer | null>(null);
  const found = useAnswer<{ data: CustomerAnswer[] }>("search/customers", { query: { q } }).data?.data ?? [];
  const offered = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <Select
      label={t.customer}
      description={t.customerHint}
      searchable
      nothingFoundMessage={t.nobody}
      filter={({ options }) => options}
      onSearchChange={(text) => search(chosen && text === nameOf(chosen) ? "" : text)}
      value={chosen?.id ?? null}
      onChange={(id) => {
        const customer = offered.find((each) => each.id === id) ?? null;
        setChosen(customer);
        choose(customer);
      }}
      data={offered.map((each) => ({ value: each.id, label: nameOf(each) }))}
    />
  );
}

const nameOf = ({ email, description, id }: CustomerAnswer): string => email ?? description ?? id;

function RhythmFields({ rhythm, change }: { rhythm: Rhythm; change: (changed: Partial<Rhythm>) => void }) {
  const t = useTexts(newScheduleTexts);
  const words = useTexts(rhythmTexts);
  const named = weekdays.map((value) => ({ value, label: words.weekdays[value] }));
  return (
    <>
      <div className={classes.rhythm}>
        <NumberInput
          label={t.every}
          value={rhythm.every}
          min={1}
          max={999}
          allowDecimal={false}
          onChange={(value) => change({ every: Number(value) || 1 })}
        />
        <SegmentedControl<Period>
          aria-label={t.period}
          value={rhythm.period}
          onChange={(period) => change({ period })}
          data={(["day", "week", "month"] as const).map((value) => ({ value, label: t.periods[value] }))}
        />
      </div>
      {rhythm.period === "week" && (
        <Checkbox.Group
          label={t.weekdays}
          value={rhythm.weekdays}
          onChange={(chosen) => change({ weekdays: weekdays.filter((each) => chosen.includes(each)) })}
        >
          <div className={classes.days}>
            {named.map(({ value, label }) => (
              <Checkbox key={value} value={value} label={label} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      {rhythm.period === "month" && (
        <SegmentedControl<Rhythm["monthly"]>
          aria-label={t.monthly}
          value={rhythm.monthly}
          onChange={(chosen) => change({ monthly: chosen })}
          data={(["byNumber", "byWeekday"] as const).map((value) => ({ value, label: t[value] }))}
        />
      )}
      {rhythm.period === "month" && rhythm.monthly === "byNumber" && (
        <TextInput
          label={t.numbers}
          description={t.numbersHint}
          value={rhythm.days}
          onChange={({ currentTarget }) => change({ days: currentTarget.value })}
          error={readDays(rhythm.days) === null && t.numbersFault}
        />
      )}
      {rhythm.period === "month" && rhythm.monthly === "byWeekday" && (
        <div className={classes.days}>
          <Select
            label={t.ordinal}
            value={rhythm.ordinal}
            onChange={(chosen) => chosen && change({ ordinal: chosen })}
            data={ordinals.map((value) => ({ value, label: words.ordinals[value] }))}
          />
          <Select
            label={t.weekday}
            value={rhythm.weekday}
            onChange={(chosen) => chosen && change({ weekday: chosen })}
            data={named}
          />
        </div>
      )}
    </>
  );
}

/** The parameter `on`; null where a choice is missing. */
function daysOf({ period, weekdays: chosen, monthly: by, days, ordinal, weekday }: Rhythm): object | null {
  if (period === "day") return {};
  if (period === "week") return chosen.length > 0 ? { weekdays: chosen } : null;
  if (by === "byWeekday") return { weekday_of_month: `${ordinal}_${weekday}` };
  const numbers = readDays(days);
  return numbers && { days_of_month: numbers };
}

/** The date in Bangkok, wherever the browser is. */
const today = (): string => new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);

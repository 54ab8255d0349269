import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { TimelineItem } from "../../../src/api/insight/timeline.shape.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { timelineTexts } from "../texts/timeline.ts";
import { timeText } from "../time.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { Section } from "../ui/layout.tsx";
import { Time } from "../ui/time.tsx";
import { TimelineItemView } from "./item.tsx";
import classes from "./timeline.module.css";

type Kind = TimelineItem["kind"];

const icons: Record<Kind, IconName> = {
  request: "requests",
  card_check: "methods",
  route: "methods",
  notification: "events",
  bank: "methods",
  state: "charges",
  entry: "balance",
  event: "events",
  attempt: "webhooks",
  act: "account",
};

/** Timeline of a charge, oldest first: requests, bank answers, ledger entries, webhook deliveries. */
export function Timeline({ title, items }: { title: string; items: readonly TimelineItem[] }) {
  const t = useTexts(timelineTexts);
  const [kind, setKind] = useState<Kind | "all">("all");
  const there = (Object.keys(icons) as Kind[]).filter((one) => items.some((item) => item.kind === one)); // the table's own keys
  const shown = kind === "all" ? items : items.filter((item) => item.kind === kind);
  return (
    <Section
      title={title}
      actions={
        <NativeSelect
          size="xs"
          aria-label={t.show}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind | "all")} // the options below
          data={[{ value: "all", label: t.all }, ...there.map((value) => ({ value, label: t.kinds[value] }))]}
        />
      }
    >
      <Items items={shown} />
    </Section>
  );
}

/** Items under a heading for each day, in the given order. */
export const Items = ({ items }: { items: readonly TimelineItem[] }) =>
  days(items).map(({ day, items }) => <Day key={day} day={day} items={items} />);

function Day({ day, items }: { day: string; items: readonly TimelineItem[] }) {
  const { language } = useLanguage();
  const heading = timeText(`${day}T12:00:00+07:00`, "day", language);
  return (
    <>
      <h3 className={classes.day}>{heading}</h3>
      <ol className={classes.items} aria-label={heading}>
        {items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a timeline keep their index
          <li key={`${item.kind} ${item.at} ${at}`} data-kind={item.kind} data-standing={toneOf(item)}>
            <span className={classes.mark}>
              <Icon name={icons[item.kind]} size={15} />
            </span>
            <div className={classes.told}>
              <TimelineItemView item={item} />
            </div>
            <span className={classes.time}>
              <Time at={item.at} form="second" />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Tone of an item (good, bad, neutral), for the mark's colour; the text says it, too. */
function toneOf(item: TimelineItem): "good" | "bad" | "plain" {
  switch (item.kind) {
    case "state":
      if (item.title_key === "state.paid") return "good";
      return item.title_key === "state.failed" || item.title_key === "state.refund_failed" ? "bad" : "plain";
    case "request":
      return item.details.status < 400 ? "plain" : "bad";
    case "attempt":
      return item.title_key === "attempt.delivered" ? "plain" : "bad";
    case "card_check":
    case "bank":
      return item.details.answer === "declined" || item.details.answer === "unknown" ? "bad" : "plain";
    default:
      return "plain";
  }
}

/** Grouped by the day in Bangkok, in the order given. */
function days(items: readonly TimelineItem[]): { day: string; items: TimelineItem[] }[] {
  const found = new Map<string, TimelineItem[]>();
  for (const item of items) {
    const day = new Date(Date.parse(item.at) + bangkok).toISOString().slice(0, 10);
    found.set(day, [...(found.get(day) ?? []), item]);
  }
  return [...found].map(([day, items]) => ({ day, items }));
}

const bangkok = 7 * 3_600_000;

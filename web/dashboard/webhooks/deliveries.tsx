import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { DeliveryPageAnswer, resentShape } from "../../../src/api/event/delivery.shape.ts";
import { AccountTime } from "../frame/account-time.tsx";
import { useTexts } from "../language.tsx";
import { useSearchParts } from "../navigation.tsx";
import { useAct, usePages } from "../queries.ts";
import { webhookTexts } from "../texts/webhooks.ts";
import { isTaken } from "../timeline/http-status.tsx";
import { ActButton } from "../ui/act-button.tsx";
import { Badge, Status } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { say } from "../ui/toast.tsx";
import classes from "./webhooks.module.css";

type Delivery = DeliveryPageAnswer["data"][number];
const states = ["delivered", "due", "given_up"] as const;

/** Deliveries of all events to all endpoints. */
export function Deliveries() {
  const t = useTexts(webhookTexts);
  const [{ state = "" }, change] = useSearchParts();
  const pages = usePages<Delivery>("deliveries", { state });
  const columns: readonly Column<Delivery>[] = [
    { key: "event", header: t.event, cell: ({ key }) => <code>{key}</code>, phone: "title" },
    { key: "state", header: t.state, cell: (delivery) => <DeliveryState delivery={delivery} />, phone: "corner" },
    { key: "uri", header: t.endpoint, cell: ({ uri }) => <span className={classes.uri}>{uri}</span> },
    { key: "last", header: t.lastTry, cell: ({ last_try: last }) => <Answer last={last} /> },
    { key: "tries", header: t.tries, cell: ({ attempts }) => <span className="number">{attempts}</span>, end: true },
    {
      key: "next",
      header: t.next,
      cell: ({ due_at: at, state }) => (at && state === "due" ? <AccountTime at={at} /> : "–"),
    },
    { key: "created", header: t.created, cell: ({ created_at: at }) => <Time at={at} />, end: true },
  ];
  return (
    <Section
      title={t.attempts}
      lead={t.attemptsLead}
      flush
      actions={
        <>
          {state === "given_up" && <ResendAll />}
          <SegmentedControl
            size="xs"
            aria-label={t.filter}
            value={state}
            onChange={(chosen) => change({ state: chosen })}
            data={[{ value: "", label: t.all }, ...states.map((value) => ({ value, label: t.states[value] }))]}
          />
        </>
      }
    >
      <Listing
        label={t.attempts}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        to={({ event }) => `/events/${event}`}
        empty={
          state ? (
            <Empty title={t.noneMatch} icon="webhooks" />
          ) : (
            <Empty title={t.noDeliveries} icon="webhooks">
              {t.noDeliveriesHint}
            </Empty>
          )
        }
      />
    </Section>
  );
}

/** Sends abandoned deliveries again, after the merchant has repaired their server. */
function ResendAll() {
  const t = useTexts(webhookTexts);
  const [asking, setAsking] = useState(false);
  const resend = useAct<Record<string, never>, z.output<typeof resentShape.schema>>("deliveries/resend", {
    refreshes: ["deliveries"],
    onDone: ({ resent, more }) => {
      setAsking(false);
      say(t.resentAll(resent, more));
    },
  });
  return (
    <>
      <ActButton right="webhooks" size="compact-sm" variant="default" onClick={() => setAsking(true)}>
        {t.resendAll}
      </ActButton>
      <Confirm
        opened={asking}
        close={() => setAsking(false)}
        title={t.resendAllTitle}
        action={t.resendAllAction}
        busy={resend.isPending}
        error={resend.error}
        act={() => resend.mutate({})}
      >
        <p>{t.resendAllHint}</p>
      </Confirm>
    </>
  );
}

function DeliveryState({ delivery: { state, attempts } }: { delivery: Delivery }) {
  return <Status state={state === "due" ? (attempts > 0 ? "retrying" : "waiting") : state} />;
}

function Answer({ last }: { last: Delivery["last_try"] }) {
  const t = useTexts(webhookTexts);
  if (!last) return <span className="quiet">{t.notTried}</span>;
  const taken = isTaken(last.status);
  return (
    <span className="number" title={last.error ?? undefined}>
      <Badge tone={taken ? "good" : "bad"}>{last.status ?? t.noAnswer}</Badge>{" "}
      <span className="quiet small">{Math.round(last.latency_ms)} ms</span>
    </span>
  );
}

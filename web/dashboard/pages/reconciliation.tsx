import { Textarea } from "@mantine/core";
import { useState } from "react";
import type { ReconciliationAnswer, ReconciliationItemAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { money } from "../money/amount.ts";
import { Go, useParameter } from "../navigation.tsx";
import { useAct, useAnswer } from "../queries.ts";
import classes from "../reconciliations/reconciliations.module.css";
import { useUpstreamLabel } from "../reconciliations/upstream-label.ts";
import { reconciliationsTexts } from "../texts/reconciliations.ts";
import { timeText } from "../time.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { Answered, Empty, Missing } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";

/** Maximum length of the API, in characters. */
const noteMax = 2_000;

const tones = { open: "warn", worked_off: "good", cleared: "quiet" } as const satisfies Record<string, Tone>;

/** One day of an upstream: the payments that are not the same on both sides, each to be worked off with a note. */
export function Reconciliation() {
  const t = useTexts(reconciliationsTexts);
  const id = useParameter("id");
  const answer = useAnswer<ReconciliationAnswer>(`reconciliations/${id}`);
  return (
    <Answered answer={answer} lines={8} missing={<Missing id={id} list={{ to: "/reconciliations", name: t.back }} />}>
      {(day) => <Day day={day} />}
    </Answered>
  );
}

function Day({ day }: { day: ReconciliationAnswer }) {
  const t = useTexts(reconciliationsTexts);
  const { language } = useLanguage();
  const labelOf = useUpstreamLabel();
  const pages = useListed<ReconciliationItemAnswer>(`reconciliations/${day.id}/items`);
  const [chosen, choose] = useState<ReconciliationItemAnswer | null>(null);
  const columns: Column<ReconciliationItemAnswer>[] = [
    {
      key: "kind",
      header: t.item.kind,
      phone: "title",
      cell: (item) => <span title={hintOf(t, item)}>{nameOf(t, item)}</span>,
    },
    {
      key: "state",
      header: t.item.state,
      phone: "corner",
      cell: (item) =>
        item.state === "open" ? (
          <ActButton
            right="payouts"
            variant="default"
            size="compact-sm"
            of={item.payment ?? item.refund ?? item.charge ?? item.id}
            onClick={() => choose(item)}
          >
            {t.workOff}
          </ActButton>
        ) : (
          <Badge tone={tones[item.state]}>{t.states[item.state]}</Badge>
        ),
    },
    {
      key: "here",
      header: t.item.here,
      cell: ({ kind, here }) => <Side side={here} costs={kind === "costs_off_contract" ? t.feeByContract : t.fee} />,
    },
    {
      key: "there",
      header: t.item.there,
      cell: ({ kind, there }) => <Side side={there} costs={kind === "costs_off_contract" ? t.feeTaken : t.fee} />,
    },
    {
      key: "charge",
      header: t.item.charge,
      cell: ({ charge }) =>
        charge === null ? <span className="quiet">{t.noCharge}</span> : <Go to={`/charges/${charge}`}>{charge}</Go>,
    },
    {
      key: "payment",
      header: t.item.payment,
      cell: ({ payment, refund, note }) => (
        <>
          <code className={classes.payment}>{payment ?? refund ?? "–"}</code>
          {note !== null && <p className={classes.note}>{note}</p>}
        </>
      ),
    },
  ];
  return (
    <>
      <PageHead
        above={<Go to="/reconciliations">{t.back}</Go>}
        title={`${timeText(day.day, "day", language)}, ${labelOf(day.upstream)}`}
        lead={[
          t.itemsLead(counted(day.matched, language), counted(day.named, language)),
          day.refunds_named > 0 &&
            t.refundsLead(counted(day.refunds_matched, language), counted(day.refunds_named, language)),
        ]
          .filter(Boolean)
          .join(" ")}
      />
      <Section flush title={t.items}>
        <Listing
          label={t.items}
          pages={pages}
          columns={columns}
          keyOf={({ id }) => id}
          empty={
            <Empty title={t.noItems} icon="reconciliations">
              {t.noItemsHint}
            </Empty>
          }
        />
      </Section>
      {chosen && <WorkOff item={chosen} close={() => choose(null)} />}
    </>
  );
}

type Words = (typeof reconciliationsTexts)["en"];

const nameOf = (t: Words, { about, kind }: ReconciliationItemAnswer): string =>
  about === "refund" ? t.ofRefund(t.kinds[kind]) : t.kinds[kind];

function hintOf(t: Words, { about, kind }: ReconciliationItemAnswer): string {
  const ofRefunds: Partial<Record<typeof kind, string>> = t.refundHints;
  return (about === "refund" ? ofRefunds[kind] : undefined) ?? t.kindHints[kind];
}

type SideProps = { side: ReconciliationItemAnswer["here"]; costs: (amount: string) => string };

function Side({ side: { amount, currency, costs }, costs: said }: SideProps) {
  if (amount === null || currency === null) return <span className="quiet">–</span>;
  return (
    <span className={classes.side}>
      <span className="number">{money(amount, currency)}</span>
      {costs !== null && <span className="quiet small">{said(money(costs, currency))}</span>}
    </span>
  );
}

function WorkOff({ item, close }: { item: ReconciliationItemAnswer; close: () => void }) {
  const t = useTexts(reconciliationsTexts);
  const { language } = useLanguage();
  const [note, setNote] = useState("");
  const run = useAct<{ note: string }>(`reconciliation_items/${item.id}/work_off`, {
    refreshes: ["reconciliations"],
    said: t.workedOff,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.workOffTitle}
      action={t.workOff}
      busy={run.isPending}
      error={toldPlainly(run.error, language)}
      act={() => run.mutate({ note })}
    >
      <p>{hintOf(t, item)}</p>
      <Textarea
        label={t.note}
        description={t.noteHint}
        maxLength={noteMax}
        autosize
        minRows={3}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
      />
    </Confirm>
  );
}

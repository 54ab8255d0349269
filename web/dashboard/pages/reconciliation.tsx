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
  const pages = useListed<ReconciliationItemAnswer>(`reconciliations/${day.id}/items`);
  const [chosen, choose] = useState<ReconciliationItemAnswer | null>(null);
  const columns: Column<ReconciliationItemAnswer>[] = [
    {
      key: "kind",
      header: t.item.kind,
      phone: "title",
      cell: ({ kind }) => <span title={t.kindHints[kind]}>{t.kinds[kind]}</span>,
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
            of={item.payment ?? item.charge ?? item.id}
            onClick={() => choose(item)}
          >
            {t.workOff}
          </ActButton>
        ) : (
          <Badge tone={tones[item.state]}>{t.states[item.state]}</Badge>
        ),
    },
    { key: "here", header: t.item.here, cell: ({ here }) => <Side side={here} /> },
    { key: "there", header: t.item.there, cell: ({ there }) => <Side side={there} /> },
    {
      key: "charge",
      header: t.item.charge,
      cell: ({ charge }) =>
        charge === null ? <span className="quiet">{t.noCharge}</span> : <Go to={`/charges/${charge}`}>{charge}</Go>,
    },
    {
      key: "payment",
      header: t.item.payment,
      cell: ({ payment, note }) => (
        <>
          <code className={classes.payment}>{payment ?? "–"}</code>
          {note !== null && <p className={classes.note}>{note}</p>}
        </>
      ),
    },
  ];
  return (
    <>
      <PageHead
        above={<Go to="/reconciliations">{t.back}</Go>}
        title={`${timeText(day.day, "day", language)}, ${day.upstream}`}
        lead={t.itemsLead(counted(day.matched, language), counted(day.named, language))}
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

function Side({ side: { amount, currency, costs } }: { side: ReconciliationItemAnswer["here"] }) {
  const t = useTexts(reconciliationsTexts);
  if (amount === null || currency === null) return <span className="quiet">–</span>;
  return (
    <span className={classes.side}>
      <span className="number">{money(amount, currency)}</span>
      {costs !== null && <span className="quiet small">{t.fee(money(costs, currency))}</span>}
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
      <p>{t.kindHints[item.kind]}</p>
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

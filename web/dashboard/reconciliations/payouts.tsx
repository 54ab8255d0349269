import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import type { UpstreamHoldingsAnswer, UpstreamPayoutAnswer } from "../answers.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { homeCurrency, money, readAmount } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { Money } from "../money/shown.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { holdingsTexts } from "../texts/holdings.ts";
import { timeText } from "../time.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Section } from "../ui/layout.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import classes from "./reconciliations.module.css";
import { useUpstreamLabel } from "./upstream-label.ts";

/** What an act on a payout changes. */
const changed = ["upstream_holdings", "upstream_payouts"];

const tones = { in_transit: "warn", settled: "good", undone: "quiet" } as const satisfies Record<string, Tone>;

/** What upstreams have paid out to the merchant's bank; what is on its way can be settled, and what nobody tells of entered. */
export function UpstreamPayouts() {
  const t = useTexts(holdingsTexts);
  const { language } = useLanguage();
  const labelOf = useUpstreamLabel();
  const pages = useListed<UpstreamPayoutAnswer>("upstream_payouts");
  const [chosen, choose] = useState<UpstreamPayoutAnswer | null>(null);
  const [entering, enter] = useState(false);
  const columns: Column<UpstreamPayoutAnswer>[] = [
    { key: "sent", header: t.payout.sent, phone: "title", cell: ({ sent_at }) => timeText(sent_at, "short", language) },
    {
      key: "name",
      header: t.payout.name,
      cell: ({ upstream, payout, origin }) => (
        <>
          {labelOf(upstream)} <code className={classes.payment}>{payout}</code>{" "}
          <span className="quiet small">{t.origins[origin]}</span>
        </>
      ),
    },
    {
      key: "net",
      header: t.payout.net,
      end: true,
      cell: ({ net, currency }) => <Money amount={net} currency={currency} />,
    },
    {
      key: "fee",
      header: t.payout.fee,
      end: true,
      cell: ({ fee, currency }) => <Money amount={fee} currency={currency} />,
    },
    {
      key: "state",
      header: t.payout.state,
      phone: "corner",
      cell: (payout) => {
        const act = payout.state === "in_transit" ? t.settle : isEntered(payout) ? t.undo : null;
        return (
          <>
            {payout.state !== "in_transit" && <Badge tone={tones[payout.state]}>{t.states[payout.state]}</Badge>}{" "}
            {act && (
              <ActButton
                right="payouts"
                variant="default"
                size="compact-sm"
                of={payout.payout}
                onClick={() => choose(payout)}
              >
                {act}
              </ActButton>
            )}
          </>
        );
      },
    },
  ];
  return (
    <Section
      flush
      title={t.payouts}
      actions={
        <ActButton right="payouts" variant="default" size="compact-sm" onClick={() => enter(true)}>
          {t.enter}
        </ActButton>
      }
    >
      <Listing
        label={t.payouts}
        pages={pages}
        columns={columns}
        keyOf={({ id }) => id}
        empty={
          <Empty title={t.noPayouts} icon="payouts">
            {t.payoutsHint}
          </Empty>
        }
      />
      {chosen && <Change payout={chosen} close={() => choose(null)} />}
      {entering && <Enter close={() => enter(false)} />}
    </Section>
  );
}

/** Whether somebody has entered it, who may have been wrong. */
const isEntered = ({ origin, state }: UpstreamPayoutAnswer): boolean => origin === "hand" && state === "settled";

/** Settles a payout that is on its way, or books back one that was entered. */
function Change({ payout, close }: { payout: UpstreamPayoutAnswer; close: () => void }) {
  const t = useTexts(holdingsTexts);
  const { language } = useLanguage();
  const undoes = isEntered(payout);
  const net = money(payout.net, payout.currency);
  const run = useAct<Record<string, never>>(`upstream_payouts/${payout.id}/${undoes ? "undo" : "settle"}`, {
    refreshes: changed,
    said: undoes ? t.undone : t.settled,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={undoes ? t.undoTitle : t.settleTitle}
      action={undoes ? t.undo : t.settle}
      danger={undoes}
      busy={run.isPending}
      error={toldPlainly(run.error, language)}
      act={() => run.mutate({})}
    >
      <p>{undoes ? t.undoHint(net) : t.settleHint(net)}</p>
    </Confirm>
  );
}

function Enter({ close }: { close: () => void }) {
  const t = useTexts(holdingsTexts);
  const { language } = useLanguage();
  const holdings = useAnswer<UpstreamHoldingsAnswer>("upstream_holdings");
  const choices = (holdings.data?.data ?? []).map(({ upstream, label }) => ({
    value: upstream,
    label: label[language],
  }));
  const [chosen, choose] = useState<string | null>(null);
  const [reference, name] = useState("");
  const [typed, type] = useState("");
  const [typedFee, typeFee] = useState("");
  const read = readAmount(typed);
  const readFee = typedFee === "" ? { amount: 0 } : readAmount(typedFee);
  const upstream = chosen ?? choices[0]?.value;
  const ready = upstream !== undefined && reference !== "" && "amount" in read && "amount" in readFee;
  const run = useAct<Record<string, unknown>>("upstream_payouts", {
    refreshes: changed,
    said: t.entered,
    onDone: close,
  });
  return (
    <Confirm
      opened
      close={close}
      title={t.enterTitle}
      action={t.enter}
      disabled={!ready}
      busy={run.isPending}
      error={toldPlainly(run.error, language)}
      act={() => {
        if (ready) run.mutate({ upstream, reference, amount: read.amount, fee: readFee.amount });
      }}
    >
      <p className="quiet small">{t.enterHint}</p>
      <NativeSelect
        label={t.upstream}
        data={choices}
        value={upstream ?? ""}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <TextInput
        label={t.reference}
        description={t.referenceHint}
        maxLength={64}
        value={reference}
        onChange={({ currentTarget }) => name(currentTarget.value.trim())}
      />
      <AmountInput label={t.amount(homeCurrency())} typed={typed} type={type} fault={null} />
      <AmountInput label={t.fee(homeCurrency())} typed={typedFee} type={typeFee} fault={null} empty />
    </Confirm>
  );
}

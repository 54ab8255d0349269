import { Checkbox, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { ClockAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { queries, useAct } from "../queries.ts";
import { useCan } from "../session.tsx";
import { clockTexts } from "../texts/clock.ts";
import { Confirm } from "../ui/confirm.tsx";
import { useMayNot } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

/** Spans that are offered beside a time of one's own. */
const spans = ["10m", "1h", "1d", "7d", "31d", "365d"] as const;

type Move = { advance?: string; to?: string; frozen: boolean };

/** Dialog that moves the clock of the account. The answer comes when all that fell due on the way is done. */
export function ClockDialog({ clock, close }: { clock: ClockAnswer; close: () => void }) {
  const t = useTexts(clockTexts);
  const mayMove = useCan()("money");
  const mayNot = useMayNot("money");
  const [by, setBy] = useState<(typeof spans)[number] | "to" | "now">("1d");
  const [to, setTo] = useState("");
  const [frozen, setFrozen] = useState(clock.frozen);
  const [played, setPlayed] = useState<ClockAnswer["played"]>(null);
  const move = useAct<Move, ClockAnswer>("test/clock", {
    onDone: (moved) => {
      setPlayed(moved.played);
      void queries.invalidateQueries(); // anything may have happened
    },
  });
  const at = Date.parse(`${to}:00+07:00`);
  return (
    <Confirm
      opened
      close={close}
      title={t.title}
      action={move.isPending ? t.moving : t.move}
      busy={move.isPending}
      error={move.error}
      disabled={!mayMove || (by === "to" && Number.isNaN(at))}
      act={() => {
        const where = by === "to" ? { to: new Date(at).toISOString() } : by === "now" ? {} : { advance: by };
        move.mutate({ ...where, frozen });
      }}
    >
      <Stack gap="sm">
        <p>
          {t.isAt} <Time at={clock.now} form="full" />. {t.hint}
        </p>
        {!mayMove && <p>{mayNot}</p>}
        <Select
          label={t.by}
          data={[...spans, "to" as const, "now" as const].map((value) => ({ value, label: t.spans[value] }))}
          value={by}
          onChange={(value) => value && setBy(value as typeof by)} // one of those above
        />
        {by === "to" && (
          <TextInput
            type="datetime-local"
            label={t.to}
            value={to}
            onChange={({ currentTarget }) => setTo(currentTarget.value)}
          />
        )}
        <Checkbox
          label={t.freeze}
          description={t.freezeHint}
          checked={frozen}
          onChange={({ currentTarget }) => setFrozen(currentTarget.checked)}
        />
        <div role="status">{played && <Played played={played} />}</div>
      </Stack>
    </Confirm>
  );
}

/** Upper bound of the events shown; the page of events has all. */
const shown = 8;

function Played({ played }: { played: NonNullable<ClockAnswer["played"]> }) {
  const t = useTexts(clockTexts);
  const { events, more, webhooks } = played;
  const count = events.length + more;
  return (
    <>
      <p>{t.played(count, webhooks.delivered, webhooks.failed)}</p>
      <ul>
        {events.slice(0, shown).map(({ id, at, key, object }) => (
          <li key={id}>
            <Time at={at} form="full" /> <code>{key}</code> {object}
          </li>
        ))}
        {count > shown && <li>{t.further(count - shown)}</li>}
      </ul>
    </>
  );
}

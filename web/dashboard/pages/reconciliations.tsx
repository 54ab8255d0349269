import { FileButton } from "@mantine/core";
import { useState } from "react";
import type { ReconciledUpstreamsAnswer, ReconciliationAnswer } from "../answers.ts";
import { counted } from "../count.ts";
import { sendFile } from "../disputes/upload.ts";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { useMode } from "../mode.ts";
import { refresh, useAct, useAnswer } from "../queries.ts";
import { Holdings } from "../reconciliations/holdings.tsx";
import { UpstreamPayouts } from "../reconciliations/payouts.tsx";
import classes from "../reconciliations/reconciliations.module.css";
import { CheckSlip } from "../reconciliations/slip.tsx";
import { useUpstreamLabel } from "../reconciliations/upstream-label.ts";
import { reconciliationsTexts } from "../texts/reconciliations.ts";
import { timeText } from "../time.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { DateField } from "../ui/date-field.tsx";
import { PageHead, Section, Sheets } from "../ui/layout.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { Answered, Empty, Refused } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { say } from "../ui/toast.tsx";

/** Upper bound of a file, as the gateway has it; a larger one is not sent. */
const fileMax = 20 * 1024 * 1024;

/** Days of upstreams, each with what is not the same on both sides. */
export function Reconciliations() {
  const t = useTexts(reconciliationsTexts);
  const { language } = useLanguage();
  const pages = useListed<ReconciliationAnswer>("reconciliations");
  const upstreams = useAnswer<ReconciledUpstreamsAnswer>("reconciliations/upstreams");
  const labelOf = useUpstreamLabel();
  const columns: Column<ReconciliationAnswer>[] = [
    { key: "day", header: t.columns.day, phone: "title", cell: ({ day }) => timeText(day, "day", language) },
    {
      key: "open",
      header: t.columns.open,
      phone: "corner",
      cell: ({ open }) =>
        open === 0 ? <span className="quiet">{t.nothing}</span> : <Badge tone="warn">{counted(open, language)}</Badge>,
    },
    {
      key: "upstream",
      header: t.columns.upstream,
      cell: ({ upstream, origin }) => (
        <>
          {labelOf(upstream)} <span className="quiet small">{t.origins[origin]}</span>
        </>
      ),
    },
    {
      key: "matched",
      header: t.columns.matched,
      end: true,
      cell: ({ matched, named }) => t.of(counted(matched, language), counted(named, language)),
    },
    {
      key: "refunds",
      header: t.columns.refunds,
      end: true,
      cell: ({ refunds_matched, refunds_named }) =>
        refunds_named === 0 ? (
          <span className="quiet">–</span>
        ) : (
          t.of(counted(refunds_matched, language), counted(refunds_named, language))
        ),
    },
    {
      key: "worked_off",
      header: t.columns.workedOff,
      end: true,
      cell: ({ worked_off }) => counted(worked_off, language),
    },
  ];
  return (
    <>
      <PageHead title={t.title} lead={t.lead} actions={<DownloadCsv what="reconciliations" query={{}} />} />
      <Sheets>
        <Section title={t.upstreams}>
          <Answered answer={upstreams} lines={3}>
            {({ data }) =>
              data.length === 0 ? (
                <p className="quiet">{t.noUpstreams}</p>
              ) : (
                <div className={classes.upstreams}>
                  {data.map((upstream) => (
                    <Upstream key={upstream.name} upstream={upstream} />
                  ))}
                </div>
              )
            }
          </Answered>
        </Section>
        <Holdings />
        <Section flush title={t.days}>
          <Listing
            label={t.days}
            pages={pages}
            columns={columns}
            keyOf={({ id }) => id}
            to={({ id }) => `/reconciliations/${id}`}
            empty={
              <Empty title={t.emptyTitle} icon="reconciliations">
                {t.emptyHint}
              </Empty>
            }
          />
        </Section>
        <UpstreamPayouts />
        <CheckSlip />
      </Sheets>
    </>
  );
}

type UpstreamAnswer = ReconciledUpstreamsAnswer["data"][number];

/** One upstream: when it is asked, and a day to compare now, by asking it or by its file. */
function Upstream({
  upstream: { name, label, asked, reads_file, next_at, problem, off_contract },
}: {
  upstream: UpstreamAnswer;
}) {
  const t = useTexts(reconciliationsTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [day, setDay] = useState(yesterday);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const ask = useAct<{ upstream: string; day: string }>("reconciliations", {
    refreshes: ["reconciliations", "upstream_holdings", "upstream_payouts"],
    said: t.done,
  });
  const send = async (file: File | null) => {
    if (!file) return;
    setError(file.size > fileMax ? new Error(t.tooLarge(file.name)) : null);
    if (file.size > fileMax) return;
    setSending(true);
    try {
      await sendFile(mode, `reconciliations/files/${name}`, file, () => {}, { day });
      say(t.done);
      await refresh("reconciliations");
    } catch (failure) {
      setError(toldPlainly(failure as Error, language)); // nothing else is thrown there
    } finally {
      setSending(false);
    }
  };
  return (
    <div className={classes.upstream}>
      <div>
        <strong>{label[language]}</strong>
        <p className="quiet small">{asked && next_at ? t.asked(timeText(next_at, "short", language)) : t.byFile}</p>
        {off_contract > 0 && (
          <p>
            <Badge tone="warn">{t.offContract(counted(off_contract, language))}</Badge>
          </p>
        )}
        {problem !== null && (
          <p>
            <Badge tone="bad">{t.problem(problem)}</Badge>
          </p>
        )}
      </div>
      <div className={classes.acts}>
        <DateField name={`day-${name}`} label={t.day} initial={day} changed={setDay} />
        {asked && (
          <ActButton
            right="payouts"
            of={label[language]}
            loading={ask.isPending}
            disabled={day === ""}
            onClick={() => ask.mutate({ upstream: name, day })}
          >
            {t.ask}
          </ActButton>
        )}
        {reads_file && (
          <FileButton onChange={(file) => void send(file)} accept="text/csv,.csv">
            {({ onClick }) => (
              <ActButton
                right="payouts"
                variant="default"
                of={label[language]}
                loading={sending}
                disabled={day === ""}
                onClick={onClick}
              >
                {t.file}
              </ActButton>
            )}
          </FileButton>
        )}
      </div>
      <Refused error={toldPlainly(ask.error, language)} />
      <Refused error={error} />
    </div>
  );
}

/** Yesterday's date in Bangkok. */
const yesterday = (): string => new Date(Date.now() + 7 * 3_600_000 - 86_400_000).toISOString().slice(0, 10);

import { useTexts } from "../language.tsx";
import { auditTexts } from "../texts/audit.ts";
import { shellTexts } from "../texts/shell.ts";
import { Badge } from "../ui/badge.tsx";
import { CodeBlock } from "../ui/code.tsx";
import { Icon } from "../ui/icon.tsx";
import { Facts } from "../ui/layout.tsx";
import { Time } from "../ui/time.tsx";
import classes from "./audit.module.css";
import { type Act, type Line, linesOf } from "./lines.ts";

/** Lines of the audit log; each opens to show its changes. */
export function Acts({ acts }: { acts: readonly Act[] }) {
  const t = useTexts(auditTexts);
  return (
    <ol className={classes.acts} aria-label={t.list}>
      {linesOf(acts).map((line) => (
        <li key={line.act.number}>
          <One line={line} />
        </li>
      ))}
    </ol>
  );
}

function One({ line: { act, echo } }: { line: Line }) {
  const t = useTexts(auditTexts);
  const words = useTexts(shellTexts);
  return (
    <details className={classes.act}>
      <summary>
        <span className={classes.what}>
          <span className={classes.arrow}>
            <Icon name="right" size={14} />
          </span>
          <strong>{nameOf(act, t)}</strong>
          <span className="quiet">{whoDid(act, t)}</span>
        </span>
        <span className={classes.when}>
          {act.mode && <Badge tone={act.mode === "test" ? "warn" : "good"}>{words[act.mode]}</Badge>}
          <Time at={act.at} />
        </span>
      </summary>
      {echo === null ? (
        <Row act={act} />
      ) : (
        <>
          <Row act={act} stage={t.asked} />
          <Row act={echo} stage={t.answered} />
        </>
      )}
    </details>
  );
}

/** One row of the log; `stage` distinguishes the two rows of one act. */
function Row({ act, stage }: { act: Act; stage?: string }) {
  const t = useTexts(auditTexts);
  return (
    <div className={classes.more}>
      {stage && <h2>{stage}</h2>}
      <Difference act={act} stage={stage} />
      <Facts
        facts={[
          act.object_id === null ? null : [t.object, <code key="object">{act.object_id}</code>],
          [t.number, String(act.number)],
          [t.ip, act.ip ?? "–"],
          [t.hash, <code key="hash">{act.hash}</code>],
        ]}
      />
    </div>
  );
}

/** A key is shown by its last four characters, as everywhere. */
function whoDid({ member, key }: Act, t: (typeof auditTexts)["en"]): string {
  if (member) return member.name;
  return key ? t.key(`${key.kind === "public" ? "pkey" : "skey"}_…${key.last ?? ""}`) : t.commandLine;
}

function nameOf({ act, after }: Act, t: (typeof auditTexts)["en"]): string {
  if (act === "POST /sign-in" && "refused" in after) return t.failedSignIn;
  return t.acts[act] ?? act;
}

function Difference({ act: { before, after }, stage }: { act: Act; stage: string | undefined }) {
  const t = useTexts(auditTexts);
  const nothing = Object.keys(before).length === 0 && Object.keys(after).length === 0;
  if (nothing) return <p className="quiet small">{t.nothing}</p>;
  return (
    <div className={classes.difference}>
      {Object.keys(before).length > 0 && <Side title={t.before} stage={stage} rows={before} />}
      <Side title={t.after} stage={stage} rows={after} />
    </div>
  );
}

function Side({ title, stage, rows }: { title: string; stage: string | undefined; rows: object }) {
  const Heading = stage ? "h3" : "h2";
  return (
    <div>
      <Heading>{title}</Heading>
      <CodeBlock label={stage ? `${stage}: ${title}` : title} code={JSON.stringify(rows, null, 2)} height={320} />
    </div>
  );
}

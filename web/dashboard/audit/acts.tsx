import type { z } from "zod";
import type { auditLogShape } from "../../../src/api/shapes/audit.ts";
import { useTexts } from "../language.tsx";
import { auditTexts } from "../texts/audit.ts";
import { shellTexts } from "../texts/shell.ts";
import { Badge } from "../ui/badge.tsx";
import { CodeBlock } from "../ui/code.tsx";
import { Icon } from "../ui/icon.tsx";
import { Facts } from "../ui/layout.tsx";
import { Time } from "../ui/time.tsx";
import classes from "./audit.module.css";

export type Act = z.output<typeof auditLogShape.schema>["data"][number];

/** Lines of the audit log, each with its difference behind it. */
export function Acts({ acts }: { acts: readonly Act[] }) {
  const t = useTexts(auditTexts);
  return (
    <ol className={classes.acts} aria-label={t.list}>
      {acts.map((act) => (
        <li key={act.number}>
          <One act={act} />
        </li>
      ))}
    </ol>
  );
}

function One({ act }: { act: Act }) {
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
          <span className="quiet">{act.member?.name ?? t.commandLine}</span>
        </span>
        <span className={classes.when}>
          {act.mode && <Badge tone={act.mode === "test" ? "warn" : "good"}>{words[act.mode]}</Badge>}
          <Time at={act.at} />
        </span>
      </summary>
      <div className={classes.more}>
        <Difference act={act} />
        <Facts
          facts={[
            act.object_id === null ? null : [t.object, <code key="object">{act.object_id}</code>],
            [t.number, String(act.number)],
            [t.ip, act.ip ?? "–"],
            [t.hash, <code key="hash">{act.hash}</code>],
          ]}
        />
      </div>
    </details>
  );
}

function nameOf({ act, after }: Act, t: (typeof auditTexts)["en"]): string {
  if (act === "POST /sign-in" && "refused" in after) return t.failedSignIn;
  return t.acts[act] ?? act;
}

function Difference({ act: { before, after } }: { act: Act }) {
  const t = useTexts(auditTexts);
  const nothing = Object.keys(before).length === 0 && Object.keys(after).length === 0;
  if (nothing) return <p className="quiet small">{t.nothing}</p>;
  return (
    <div className={classes.difference}>
      {Object.keys(before).length > 0 && <Side title={t.before} rows={before} />}
      <Side title={t.after} rows={after} />
    </div>
  );
}

function Side({ title, rows }: { title: string; rows: object }) {
  return (
    <div>
      <h3>{title}</h3>
      <CodeBlock label={title} code={JSON.stringify(rows, null, 2)} height={320} />
    </div>
  );
}

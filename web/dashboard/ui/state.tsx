import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ErrorCode } from "../../../src/domain/base/errors.ts";
import type { Right } from "../../../src/domain/team/role.ts";
import { ApiError, MissingFile, ToldPlainly } from "../api.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { Go } from "../navigation.tsx";
import { rolesWith } from "../rights.ts";
import { shellTexts } from "../texts/shell.ts";
import { Icon, type IconName } from "./icon.tsx";
import classes from "./state.module.css";

/** Lines where text will be. */
export function Loading({ lines = 6 }: { lines?: number }) {
  const t = useTexts(shellTexts);
  return (
    <div className={classes.loading} role="status" aria-label={t.loading}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        <Skeleton key={line} height={14} width={`${[92, 78, 85, 64][line % 4]}%`} radius="sm" />
      ))}
    </div>
  );
}

/** Nothing is here yet, or nothing matches: says which, and what to do. */
export function Empty(props: { title: string; children?: ReactNode; icon?: IconName; action?: ReactNode }) {
  const { title, children, icon = "empty", action } = props;
  return (
    <div className={classes.note}>
      <span className={classes.icon}>
        <Icon name={icon} size={26} />
      </span>
      <h2>{title}</h2>
      {children && <div className={classes.words}>{children}</div>}
      {action}
    </div>
  );
}

/** What went wrong, in words, and a way to try again; `whole` where it stands in the place of a whole view. */
export function Failure({ error, retry, whole = false }: { error: Error; retry?: () => void; whole?: boolean }) {
  const t = useTexts(shellTexts);
  const Heading = whole ? "h1" : "h2";
  return (
    <div className={classes.note} role="alert">
      <span className={classes.icon} data-tone="bad">
        <Icon name="warning" size={26} />
      </span>
      <Heading>{t.failed}</Heading>
      <div className={classes.words}>
        <ErrorWords error={error} />
      </div>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t.tryAgain}
        </Button>
      )}
    </div>
  );
}

/** In the place of a view that cannot be drawn: the frame around it stays, and another view is a click away. */
export function Broken() {
  const t = useTexts(shellTexts);
  return (
    <div className={classes.note} role="alert">
      <span className={classes.icon} data-tone="bad">
        <Icon name="warning" size={26} />
      </span>
      <h1>{t.broken}</h1>
      <p className={classes.words}>{t.brokenHint}</p>
      <Button variant="default" onClick={() => location.reload()}>
        {t.loadAnew}
      </Button>
    </div>
  );
}

/**
 * The sentence of a refusal in the language of whoever reads. Where it is not known in theirs, what the refusal comes to, and behind it the gateway's own
 * sentence, which is English, unless that tells no more.
 */
function ErrorWords({ error }: { error: Error }) {
  const t = useTexts(shellTexts);
  const { language } = useLanguage();
  if (error instanceof MissingFile) return t.missingFile;
  if (error instanceof ToldPlainly) return error.message;
  if (!(error instanceof ApiError)) return t.unreachable;
  if (error.status >= 500 || error.message === "") return t.trouble;
  const own = language === "en" ? undefined : t.refusals[error.code];
  if (own === undefined) return sentence(error.message);
  if (tellAll.has(error.code)) return own;
  return (
    <>
      {own} <span lang="en">({error.message})</span>
    </>
  );
}

/** These codes have one reason each, so their words in any language say everything. */
const tellAll: ReadonlySet<string> = new Set([
  "sign_in_failed",
  "code_needed",
  "authentication_failure",
  "too_many_requests",
  "not_found",
  "used_token",
  "service_unavailable",
] satisfies ErrorCode[]);

/** A refusal beside the act that was refused. */
export function Refused({ error }: { error: Error | null }) {
  return error === null ? null : (
    <p className={classes.refused} role="alert">
      <ErrorWords error={error} />
    </p>
  );
}

/** What a read gives once it is there; loading and failing look the same everywhere. */
export function Answered<Answer>(props: {
  answer: UseQueryResult<Answer>;
  lines?: number;
  /** The whole view, and not a part of it, is what the read gives. */
  whole?: boolean;
  /** For a view of one object: what is shown where there is no such object. */
  missing?: ReactNode;
  children: (answer: Answer) => ReactNode;
}) {
  const { answer, lines = 6, missing, whole = missing !== undefined, children } = props;
  if (answer.data !== undefined) return children(answer.data);
  if (!answer.isError) return <Loading lines={lines} />;
  const { error } = answer;
  if (missing && error instanceof ApiError && error.code === "not_found") return missing;
  return <Failure error={error} whole={whole} retry={() => void answer.refetch()} />;
}

/** In the place of an object that this account does not have: where else to look. Most ids say whose mode they are of. */
export function Missing({ id, list, search }: { id: string; list: { to: string; name: string }; search?: boolean }) {
  const t = useTexts(shellTexts);
  const mode = useMode();
  const other = mode === "test" ? "live" : "test";
  const mayBeThere = !id.includes("_") || id.includes("_test_") === (other === "test");
  return (
    <div className={classes.note}>
      <span className={classes.icon}>
        <Icon name="search" size={26} />
      </span>
      <h1>{t.missing(t.modes[mode])}</h1>
      <p className={classes.words}>
        <code className={classes.id}>{id}</code>
      </p>
      {mayBeThere && (
        <Go to={`${list.to}/${id}`} mode={other}>
          {t.lookInMode(t.modes[other])}
        </Go>
      )}
      {search && (
        <Go to={list.to} search={{ q: id }}>
          {t.searchForIt}
        </Go>
      )}
      <Go to={list.to}>{list.name}</Go>
    </div>
  );
}

/** Whoever lacks a right learns who has it. */
export function NoRight({ right }: { right: Right }) {
  const t = useTexts(shellTexts);
  const mode = useMode();
  const roles = useRoles(right);
  return (
    <Empty title={t.noRight} icon="lock">
      {right === "operate"
        ? t.noRightOperator
        : right === "team"
          ? t.noRightTeam(roles)
          : t.noRightWho(roles, t.modes[mode])}
    </Empty>
  );
}

/** The sentence beside a control that is disabled for whoever lacks the right. */
export function useMayNot(right: Right): string {
  const t = useTexts(shellTexts);
  const roles = useRoles(right);
  return right === "operate" ? t.mayNotOperate : t.mayNot(roles);
}

function useRoles(right: Right): string {
  const t = useTexts(shellTexts);
  const roles = rolesWith(right, useMode()).map((role) => t.roles[role]);
  return roles.length < 2 ? roles.join("") : `${roles.slice(0, -1).join(", ")}${t.or}${roles.at(-1)}`;
}

export function NotFound() {
  const t = useTexts(shellTexts);
  return (
    <div className={classes.note}>
      <span className={classes.icon}>
        <Icon name="search" size={26} />
      </span>
      <h1>{t.notFound}</h1>
      <p className={classes.words}>{t.notFoundHint}</p>
      <Go to="/">{t.toHome}</Go>
    </div>
  );
}

/** The API's messages begin in lower case and end without a stop. */
function sentence(message: string): string {
  const begun = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

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

/** Placeholder lines during loading. */
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

/** Empty state: nothing exists yet, or nothing matches; says what to do. */
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

/** Error message with a retry button; `whole` if it replaces a whole view. */
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

/** Replaces a view that cannot be rendered; frame and menu stay usable. */
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
 * A refusal in the reader's language. Without a translation: a general sentence, followed by the gateway's own English
 * message, unless that adds nothing.
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

/** Codes with a single reason, so that their translation is complete. */
const tellAll: ReadonlySet<string> = new Set([
  "sign_in_failed",
  "code_needed",
  "authentication_failure",
  "too_many_requests",
  "not_found",
  "used_token",
  "service_unavailable",
] satisfies ErrorCode[]);

/** A refusal, shown beside the refused act. */
export function Refused({ error }: { error: Error | null }) {
  return error === null ? null : (
    <p className={classes.refused} role="alert">
      <ErrorWords error={error} />
    </p>
  );
}

/** Content of a query once loaded, with uniform loading and error states. */
export function Answered<Answer>(props: {
  answer: UseQueryResult<Answer>;
  lines?: number;
  /** Whether the query is for the whole view, not a part of it. */
  whole?: boolean;
  /** For a view of one object: shown if the object does not exist. */
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

/** Replaces an object that this account does not have, with hints where to look. Most ids contain their mode. */
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

/** Names the roles that have a right, for members who lack it. */
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

/** The sentence beside a control that is disabled because the member lacks the right. */
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

/** Makes a sentence of an API message, which begins in lower case and has no full stop. */
function sentence(message: string): string {
  const begun = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

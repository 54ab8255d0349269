import type { ReactNode } from "react";
import classes from "./more.module.css";

/** Details that are hidden behind a summary line. */
export function More({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <details className={classes.more}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  );
}

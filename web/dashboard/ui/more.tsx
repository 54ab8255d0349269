import type { ReactNode } from "react";
import classes from "./more.module.css";

/** What only some want to see, behind a line that says what it is. */
export function More({ summary, children }: { summary: ReactNode; children: ReactNode }) {
  return (
    <details className={classes.more}>
      <summary>{summary}</summary>
      <div>{children}</div>
    </details>
  );
}

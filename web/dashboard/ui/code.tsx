import classes from "./code.module.css";
import { CopyButton } from "./copy.tsx";

/** A scrolling block of code, JSON or a command, with a copy button. `label` names the content. */
export function CodeBlock({ code, label, height }: { code: string; label: string; height?: number }) {
  return (
    <div className={classes.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.code} aria-label={label} tabIndex={0} style={{ maxHeight: height }}>
        <pre>
          <code>{code}</code>
        </pre>
      </section>
      <span className={classes.copy}>
        <CopyButton text={code} of={label} />
      </span>
    </div>
  );
}

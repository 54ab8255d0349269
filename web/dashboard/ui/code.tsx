import classes from "./code.module.css";
import { CopyButton } from "./copy.tsx";

/** A block of code, a body, a command: it scrolls within itself and can be copied. `label` is what it is. */
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

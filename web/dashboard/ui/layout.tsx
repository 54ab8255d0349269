import type { ReactNode } from "react";
import classes from "./layout.module.css";

/** Header of a view: title, one sentence of purpose, and actions. */
export function PageHead(props: { title: ReactNode; lead?: ReactNode; actions?: ReactNode; above?: ReactNode }) {
  const { title, lead, actions, above } = props;
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        {above && <div className={classes.above}>{above}</div>}
        <h1>{title}</h1>
        {lead && <p className={classes.lead}>{lead}</p>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}

/** A sheet for one subject. Without `padded` the content reaches the edges, as tables do. */
export function Section(props: {
  title?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
}) {
  const { title, lead, actions, children, flush = false } = props;
  return (
    <section className={classes.section} data-flush={flush}>
      {(title || actions) && (
        <div className={classes.sectionHead}>
          <div className={classes.words}>
            {title && <h2>{title}</h2>}
            {lead && <p className={classes.sectionLead}>{lead}</p>}
          </div>
          {actions && <div className={classes.actions}>{actions}</div>}
        </div>
      )}
      <div className={classes.body}>{children}</div>
    </section>
  );
}

/** List of names and values, one per line; on phones the name stands above its value. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode] | null)[] }) {
  return (
    <dl className={classes.facts}>
      {facts
        .filter((fact) => fact !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

/** A column of sheets. */
export function Sheets({ children }: { children: ReactNode }) {
  return <div className={classes.sheets}>{children}</div>;
}

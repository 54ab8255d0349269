import { Money } from "../money/shown.tsx";
import classes from "./ledger.module.css";

/** Parts of a balance side by side, each with what it is. */
export function BalanceParts({ parts }: { parts: readonly (readonly [name: string, minor: number, hint: string])[] }) {
  return (
    <dl className={classes.balance}>
      {parts.map(([name, minor, hint]) => (
        <div key={name} className={classes.part}>
          <dt>{name}</dt>
          <dd className={classes.amount}>
            <Money amount={minor} />
          </dd>
          <dd className={classes.hint}>{hint}</dd>
        </div>
      ))}
    </dl>
  );
}

import { useReached } from "../connection.ts";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import classes from "./lost.module.css";

/** Banner over every page while the gateway cannot be reached. */
export function Lost() {
  const t = useTexts(shellTexts);
  const reached = useReached();
  return (
    <div className={classes.place} role="status">
      {!reached && <p className={classes.lost}>{t.lost}</p>}
    </div>
  );
}

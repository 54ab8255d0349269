import { useTexts } from "../language.tsx";
import { clockTexts } from "../texts/clock.ts";
import { shellTexts } from "../texts/shell.ts";
import { part } from "../ui/part.tsx";
import { Time } from "../ui/time.tsx";
import { useClock } from "./clock.ts";
import classes from "./test-bar.module.css";
import { useOpening } from "./use-opening.ts";

const ClockDialog = part(async () => (await import("./clock-dialog.tsx")).ClockDialog, null);

/** The line above every view of test mode, with the clock of the account. */
export function TestBar() {
  const t = useTexts(shellTexts);
  const c = useTexts(clockTexts);
  const clock = useClock();
  const dialog = useOpening();
  const moved = clock && (clock.frozen || clock.ahead !== 0);
  return (
    <div className={classes.bar}>
      <p>{t.testNotice}</p>
      {clock && (
        <button type="button" className={classes.clock} onClick={dialog.open}>
          {moved ? (
            <>
              {clock.frozen ? c.frozenAt : c.clockAt} <Time at={clock.now} form="full" />
            </>
          ) : (
            c.moveClock
          )}
        </button>
      )}
      {clock && dialog.ever && dialog.opened && <ClockDialog clock={clock} close={dialog.close} />}
    </div>
  );
}

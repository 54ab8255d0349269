import { useNavigate } from "@tanstack/react-router";
import { useTexts } from "../language.tsx";
import { type Mode, useMode } from "../mode.ts";
import { shellTexts } from "../texts/shell.ts";
import { useCurrentPage } from "./current-page.ts";
import classes from "./mode-switch.module.css";

/** Switch between test and live mode. Opens the same view in the other mode; for one object its list, since objects belong to one mode; for a view of one mode the home page. */
export function ModeSwitch() {
  const t = useTexts(shellTexts);
  const mode = useMode();
  const navigate = useNavigate();
  const here = useCurrentPage();
  const path = (here?.mode === undefined ? here?.path.split("/$")[0] : undefined) ?? "/";
  const choice = (name: Mode) => (
    <button
      type="button"
      className={classes.choice}
      data-mode={name}
      aria-pressed={mode === name}
      onClick={() => mode !== name && void navigate({ to: `/${name}${path}` })}
    >
      <span className={classes.dot} />
      {t[name]}
    </button>
  );
  return (
    <fieldset className={classes.switch} aria-label={t.mode}>
      {choice("test")}
      {choice("live")}
    </fieldset>
  );
}

import { useNavigate } from "@tanstack/react-router";
import { useTexts } from "../language.tsx";
import { type Mode, useMode } from "../mode.ts";
import { shellTexts } from "../texts/shell.ts";
import { useCurrentPage } from "./current-page.ts";
import classes from "./mode-switch.module.css";

/** Test or live, always in sight. The other mode opens at the same view; an object of one mode is not in the other, so its list opens instead. */
export function ModeSwitch() {
  const t = useTexts(shellTexts);
  const mode = useMode();
  const navigate = useNavigate();
  const here = useCurrentPage();
  const path = here?.path.split("/$")[0] ?? "/";
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

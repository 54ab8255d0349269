import { useMantineColorScheme } from "@mantine/core";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { LanguageButtons } from "../ui/language-buttons.tsx";
import classes from "./choices.module.css";

/** Choice of the language. */
export function LanguageChoice() {
  const t = useTexts(shellTexts);
  return (
    <fieldset className={classes.choice} aria-label={t.language}>
      <LanguageButtons />
    </fieldset>
  );
}

const icons = { light: "sun", dark: "moon", auto: "device" } as const satisfies Record<string, IconName>;

/** Choice of the colour scheme: light, dark or the device's. */
export function ThemeChoice() {
  const t = useTexts(shellTexts);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset className={classes.choice} aria-label={t.theme}>
      {(["light", "dark", "auto"] as const).map((scheme) => (
        <button
          key={scheme}
          type="button"
          aria-label={t.themes[scheme]}
          title={t.themes[scheme]}
          aria-pressed={scheme === colorScheme}
          onClick={() => setColorScheme(scheme)}
        >
          <Icon name={icons[scheme]} size={16} />
        </button>
      ))}
    </fieldset>
  );
}

import { useMantineColorScheme } from "@mantine/core";
import { type Language, languages, useLanguage, useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import classes from "./choices.module.css";

/** The languages, each under its own name. */
export function LanguageChoice() {
  const t = useTexts(shellTexts);
  const { language, choose } = useLanguage();
  return (
    <fieldset className={classes.choice} aria-label={t.language}>
      {Object.entries(languages).map(([name, own]) => (
        <button
          key={name}
          type="button"
          lang={name}
          aria-pressed={name === language}
          onClick={() => choose(name as Language)} // the keys of the table
        >
          {own}
        </button>
      ))}
    </fieldset>
  );
}

const icons = { light: "sun", dark: "moon", auto: "device" } as const satisfies Record<string, IconName>;

/** Light, dark, or as the device is. */
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

import { useClickOutside } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useId, useRef, useState } from "react";
import { post } from "../api.ts";
import { useTexts } from "../language.tsx";
import { Go } from "../navigation.tsx";
import { queries } from "../queries.ts";
import { useSession } from "../session.tsx";
import { shellTexts } from "../texts/shell.ts";
import { shortcutTexts } from "../texts/shortcuts.ts";
import { Icon } from "../ui/icon.tsx";
import classes from "./account-menu.module.css";
import { LanguageChoice, ThemeChoice } from "./choices.tsx";

/** Menu of the signed-in member: account, language, colour scheme. `onShortcuts` is given where there is a keyboard. */
export function AccountMenu({ onChosen, onShortcuts }: { onChosen?: () => void; onShortcuts?: () => void }) {
  const t = useTexts(shellTexts);
  const { title: shortcuts } = useTexts(shortcutTexts);
  const { member } = useSession();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const button = useRef<HTMLButtonElement>(null);
  const whole = useClickOutside<HTMLDivElement>(() => setOpen(false));
  const signOut = useSignOut();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the menu from any element in it
    <div
      className={classes.menu}
      ref={whole}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        setOpen(false);
        button.current?.focus();
      }}
    >
      {open && (
        <section id={panel} className={classes.panel} aria-label={t.accountMenu(member.name)}>
          <Go
            to="/account"
            className={classes.entry}
            onClick={() => {
              setOpen(false);
              onChosen?.();
            }}
          >
            <Icon name="account" size={16} />
            {t.yourAccount}
          </Go>
          {onShortcuts && (
            <button
              type="button"
              className={classes.entry}
              onClick={() => {
                setOpen(false);
                button.current?.focus(); // focus returns here
                onShortcuts();
              }}
            >
              <Icon name="keyboard" size={16} />
              {shortcuts}
            </button>
          )}
          <LanguageChoice />
          <ThemeChoice />
          <button type="button" className={classes.entry} onClick={() => void signOut()}>
            <Icon name="out" size={16} />
            {t.signOut}
          </button>
        </section>
      )}
      <button
        ref={button}
        type="button"
        className={classes.button}
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className={classes.initial} aria-hidden="true">
          {initialOf(member.name)}
        </span>
        <span className={classes.who}>
          <span className={classes.name}>{member.name}</span>
          <span className={classes.role}>{t.roles[member.role]}</span>
        </span>
        <Icon name="more" />
      </button>
    </div>
  );
}

/** Signs out and clears all loaded data, so that the next person at this browser sees none of it. */
export function useSignOut(): () => Promise<void> {
  const navigate = useNavigate();
  return async () => {
    await post(null, "sign-out");
    await navigate({ to: "/sign-in" });
    queries.clear();
  };
}

/** The first letter of a name, skipping Thai vowels that are written before their consonant. */
function initialOf(name: string): string {
  return (
    name
      .replace(/^[เ-ไ\s]+/, "")
      .charAt(0)
      .toUpperCase() || "?"
  );
}

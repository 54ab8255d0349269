import { Modal, Stack, Switch } from "@mantine/core";
import { Fragment, useEffect, useState } from "react";
import { useInMenu } from "../in-menu.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import { shortcutTexts } from "../texts/shortcuts.ts";
import { first, keyed, single } from "./keys.ts";
import classes from "./shortcut-list.module.css";
import { shortcutsOn, switchShortcuts } from "./switch.ts";

/** List of the shortcuts, with the switch that disables them. */
export function ShortcutList({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useTexts(shortcutTexts);
  const { close: closeWord } = useTexts(shellTexts);
  // Mounted before it opens, as the menu on phones: see menu-drawer.tsx.
  const [shown, setShown] = useState(false);
  useEffect(() => setShown(opened), [opened]);
  return (
    <Modal opened={shown} onClose={close} title={t.title} closeButtonProps={{ "aria-label": closeWord }}>
      <Stack gap="md">
        <OnOff />
        <Keys />
      </Stack>
    </Modal>
  );
}

function OnOff() {
  const t = useTexts(shortcutTexts);
  const [on, setOn] = useState(shortcutsOn);
  return (
    <Switch
      label={t.on}
      description={t.onHint}
      checked={on}
      onChange={({ currentTarget: { checked } }) => {
        switchShortcuts(checked);
        setOn(checked);
      }}
    />
  );
}

function Keys() {
  const t = useTexts(shortcutTexts);
  const { language } = useLanguage();
  const inMenu = useInMenu();
  const rows: [keys: string[], what: string][] = [
    ...Object.entries(single).map(([key, { kind }]): [string[], string] => [[key], t.acts[kind]]),
    ...keyed.filter(inMenu).map(({ menu, title }): [string[], string] => [[first, menu.key], title[language]]),
  ];
  return (
    <dl className={classes.list}>
      {rows.map(([keys, what]) => (
        <div key={what}>
          <dt>
            {keys.map((key, at) => (
              <Fragment key={key}>
                {at > 0 && ` ${t.between} `}
                <kbd>{key}</kbd>
              </Fragment>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}

import { Drawer, Stack } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import { AccountMenu } from "./account-menu.tsx";
import { SideMenu } from "./side-menu.tsx";

/** The menu of phones. */
export function MenuDrawer({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useTexts(shellTexts);
  // It has to be there before it opens: only then does it remember where the focus was, to give it back.
  const [shown, setShown] = useState(false);
  useEffect(() => setShown(opened), [opened]);
  return (
    <Drawer opened={shown} onClose={close} title={t.menu} size="18rem" closeButtonProps={{ "aria-label": t.closeMenu }}>
      <Stack gap="lg">
        <SideMenu onChosen={close} />
        <AccountMenu onChosen={close} />
      </Stack>
    </Drawer>
  );
}

import { Drawer, Stack } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import { AccountMenu } from "./account-menu.tsx";
import { SideMenu } from "./side-menu.tsx";

/** The menu on phones. */
export function MenuDrawer({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useTexts(shellTexts);
  // Mounted before it opens: only then can it return the focus when it closes.
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

import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Refused } from "./state.tsx";

type ConfirmProps = {
  opened: boolean;
  close: () => void;
  title: string;
  /** What is about to happen, and whatever has to be filled in for it. */
  children: ReactNode;
  /** The word on the button: what it does, not "OK". */
  action: string;
  danger?: boolean;
  /** Filled in badly, or not yet. */
  disabled?: boolean;
  busy: boolean;
  error: Error | null;
  act: () => void;
};

/** Asks before something that moves money or cannot be taken back; a refusal is told here, where it can be answered. */
export function Confirm(props: ConfirmProps) {
  const { opened, close, title, children, action, danger = false, disabled = false, busy, error, act } = props;
  const t = useTexts(shellTexts);
  return (
    <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ "aria-label": t.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!disabled && !busy) act();
        }}
      >
        <Stack gap="md">
          {children}
          <Refused error={error} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              {t.cancel}
            </Button>
            <Button type="submit" {...(danger && { color: "red.9" })} loading={busy} disabled={disabled}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { useTexts } from "../language.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Refused } from "./state.tsx";

type ConfirmProps = {
  opened: boolean;
  close: () => void;
  title: string;
  /** Explanation of the act, and the fields that it needs. */
  children: ReactNode;
  /** Label of the button: the act, not "OK". */
  action: string;
  danger?: boolean;
  /** Whether a field is invalid or still empty. */
  disabled?: boolean;
  busy: boolean;
  error: Error | null;
  act: () => void;
};

/** Confirmation dialog for acts that move money or cannot be undone; refusals are shown inside. */
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

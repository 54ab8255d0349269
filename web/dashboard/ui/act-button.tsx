import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import type { Right } from "../../../src/domain/team/role.ts";
import { useCan } from "../session.tsx";
import { useMayNot } from "./state.tsx";

type ActButtonProps = Pick<ButtonProps, "variant" | "color" | "size" | "leftSection" | "loading" | "disabled"> & {
  right: Right;
  children: ReactNode;
  onClick: () => void;
  /** The object of the act, for screen readers where several buttons have the same label. */
  of?: string;
};

/** A button that requires a right. Without the right it is disabled and names the roles that have it. */
export function ActButton({ right, onClick, of, children, ...rest }: ActButtonProps) {
  const can = useCan();
  const reason = useMayNot(right);
  const name = of === undefined ? {} : { "aria-label": `${children}: ${of}` };
  if (can(right))
    return (
      <Button {...rest} {...name} onClick={onClick}>
        {children}
      </Button>
    );
  return (
    <Tooltip label={reason} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
      <Button {...rest} {...name} data-disabled aria-disabled aria-description={reason} loading={false}>
        {children}
      </Button>
    </Tooltip>
  );
}

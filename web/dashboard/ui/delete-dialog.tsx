import type { ReactNode } from "react";
import { useLanguage } from "../language.tsx";
import { useAct } from "../queries.ts";
import { Confirm } from "./confirm.tsx";
import { toldPlainly } from "./refusal.ts";

type DeleteDialogProps = {
  /** Address of what is deleted. */
  path: string;
  title: string;
  action: string;
  /** Message on success. */
  said: string;
  /** Paths to invalidate afterwards. */
  refreshes: string[];
  close: () => void;
  /** What follows in place of closing. */
  onDone?: () => void;
  /** What the deletion means. */
  children: ReactNode;
};

/** Asks before something is deleted or ended. */
export function DeleteDialog({ path, said, refreshes, onDone, ...shown }: DeleteDialogProps) {
  const { language } = useLanguage();
  const remove = useAct<void>(path, { method: "DELETE", refreshes, said, onDone: onDone ?? shown.close });
  return (
    <Confirm
      {...shown}
      opened
      danger
      busy={remove.isPending}
      error={toldPlainly(remove.error, language)}
      act={() => remove.mutate()}
    />
  );
}

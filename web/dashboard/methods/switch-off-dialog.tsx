import { useLanguage, useTexts } from "../language.tsx";
import { useAct } from "../queries.ts";
import { methodTexts } from "../texts/methods.ts";
import { Confirm } from "../ui/confirm.tsx";
import type { Method } from "./method.ts";

/** Switches a method off, or withdraws the request for it. */
export function SwitchOffDialog({ method, opened, close }: { method: Method; opened: boolean; close: () => void }) {
  const t = useTexts(methodTexts);
  const { language } = useLanguage();
  const disable = useAct<Record<string, never>>(`methods/${method.type}/disable`, {
    refreshes: ["methods", "capability"],
    said: t.disabled,
    onDone: close,
  });
  const name = method.name[language];
  const asked = method.state === "requested";
  return (
    <Confirm
      opened={opened}
      close={close}
      title={asked ? t.takeBackTitle(name) : t.disableTitle(name)}
      action={asked ? t.takeBack : t.disable}
      danger={!asked}
      busy={disable.isPending}
      error={disable.error}
      act={() => disable.mutate({})}
    >
      <p>{asked ? t.takeBackHint : t.disableHint}</p>
    </Confirm>
  );
}

import { Checkbox } from "@mantine/core";
import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { useAct } from "../queries.ts";
import { methodTexts } from "../texts/methods.ts";
import { Confirm } from "../ui/confirm.tsx";
import type { Method } from "./method.ts";
import classes from "./methods.module.css";

/** Requests a method by accepting its terms. */
export function RequestDialog({ method, opened, close }: { method: Method; opened: boolean; close: () => void }) {
  const t = useTexts(methodTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [accepted, setAccepted] = useState(false);
  const request = useAct<{ terms_version: string }>(`methods/${method.type}/request`, {
    refreshes: ["methods", "capability"],
    said: mode === "test" ? t.enabled : t.requested,
    onDone: close,
  });
  const title = t.termsTitle(method.name[language]);
  return (
    <Confirm
      opened={opened}
      close={() => {
        setAccepted(false);
        close();
      }}
      title={title}
      action={mode === "test" ? t.enable : t.request}
      disabled={!accepted}
      busy={request.isPending}
      error={request.error}
      act={() => request.mutate({ terms_version: method.terms.version })}
    >
      <p className="quiet small">
        {t.termsVersion(method.terms.version)}. {mode === "test" ? t.requestTest : t.requestLive}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <ol className={classes.terms} tabIndex={0} aria-label={title}>
        {method.terms[language].map((term) => (
          <li key={term}>{term}</li>
        ))}
      </ol>
      <Checkbox
        label={t.accept}
        checked={accepted}
        onChange={({ currentTarget }) => setAccepted(currentTarget.checked)}
      />
    </Confirm>
  );
}

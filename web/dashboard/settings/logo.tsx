import { FileButton, Group } from "@mantine/core";
import { useState } from "react";
import { sendFile } from "../disputes/upload.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { refresh, useAct } from "../queries.ts";
import { settingTexts } from "../texts/settings.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Section } from "../ui/layout.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import { Refused } from "../ui/state.tsx";
import { say } from "../ui/toast.tsx";
import classes from "./setting.module.css";
import type { SettingsAnswer } from "./setting.tsx";

/** Upper bound of a logo, as the gateway has it; a larger one is not sent. */
const logoMax = 100 * 1024;

/** The logo on the payers' pages, which is saved as soon as it is chosen. */
export function Logo({ settings }: { settings: SettingsAnswer }) {
  const t = useTexts(settingTexts);
  const { language } = useLanguage();
  const mode = useMode();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const remove = useAct<void>("settings/logo", { method: "DELETE", refreshes: ["settings"], said: t.removed });

  const send = async (file: File | null) => {
    if (!file) return;
    setError(file.size > logoMax ? new Error(t.logoTooLarge) : null);
    if (file.size > logoMax) return;
    setBusy(true);
    try {
      await sendFile(mode, "settings/logo", file, () => {});
      say(t.saved);
      await refresh("settings");
    } catch (failure) {
      setError(toldPlainly(failure as Error, language)); // nothing else is thrown there
    } finally {
      setBusy(false);
    }
  };

  return (
    <Section title={t.logo} lead={t.logoLead}>
      <div className={classes.form}>
        {settings.logo_uri && <img className={classes.logo} src={new URL(settings.logo_uri).pathname} alt={t.logoIs} />}
        <p className="quiet small">{t.logoHint}</p>
        <Refused error={error ?? toldPlainly(remove.error, language)} />
        <Group gap="sm">
          <FileButton onChange={(file) => void send(file)} accept="image/png,image/jpeg,image/svg+xml">
            {({ onClick }) => (
              <ActButton right="settings" variant="default" of={t.logo} disabled={busy} onClick={onClick}>
                {t.chooseLogo}
              </ActButton>
            )}
          </FileButton>
          {settings.logo_uri && (
            <ActButton
              right="settings"
              variant="subtle"
              of={t.logo}
              disabled={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t.removeLogo}
            </ActButton>
          )}
        </Group>
      </div>
    </Section>
  );
}

import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { z } from "zod";
import type { settingsShape } from "../../../src/api/merchant/settings.shape.ts";
import { useTexts } from "../language.tsx";
import { useAct } from "../queries.ts";
import { useCan } from "../session.tsx";
import { settingTexts } from "../texts/settings.ts";
import { shellTexts } from "../texts/shell.ts";
import { Section } from "../ui/layout.tsx";
import { Refused } from "../ui/state.tsx";
import classes from "./setting.module.css";

export type SettingsAnswer = z.output<typeof settingsShape.schema>;
export type SettingsPatch = Partial<Omit<SettingsAnswer, "object" | "api_versions">>;

/** One setting on its own sheet; the button is enabled when the value differs. */
export function Setting(props: {
  title: string;
  lead: string;
  children: ReactNode;
  /** The change to save, or null if nothing differs. */
  patch: SettingsPatch | null;
}) {
  const { title, lead, children, patch } = props;
  const t = useTexts(settingTexts);
  const words = useTexts(shellTexts);
  const can = useCan();
  const save = useAct<SettingsPatch>("settings", {
    refreshes: ["settings", "account", "capability", "session"],
    said: t.saved,
  });
  return (
    <Section title={title} lead={lead}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (patch) save.mutate(patch);
        }}
      >
        {children}
        <Refused error={save.error} />
        {can("settings") && (
          <div>
            <Button
              type="submit"
              disabled={patch === null}
              loading={save.isPending}
              aria-label={`${words.save}: ${title}`}
            >
              {words.save}
            </Button>
          </div>
        )}
      </form>
    </Section>
  );
}

import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { webhookSecretShape } from "../../../src/api/event/webhook.shape.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useAct } from "../queries.ts";
import { webhookTexts } from "../texts/webhooks.ts";
import { timeText } from "../time.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Section } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { Refused } from "../ui/state.tsx";
import type { Webhook } from "./endpoint.tsx";

type Secret = z.output<typeof webhookSecretShape.schema>;

/** The signing secret: shown on request, and rolled without losing an event. */
export function SigningSecret({ webhook }: { webhook: Webhook }) {
  const t = useTexts(webhookTexts);
  const { language } = useLanguage();
  const [secret, setSecret] = useState<string | null>(null);
  const [rolling, setRolling] = useState(false);
  const show = ({ secret }: Secret) => setSecret(secret);
  const reveal = useAct<Record<string, never>, Secret>("webhook/reveal", { onDone: show });
  const roll = useAct<Record<string, never>, Secret>("webhook/roll", {
    refreshes: ["webhook"],
    said: t.rolled,
    onDone: (rolled) => {
      show(rolled);
      setRolling(false);
    },
  });
  return (
    <Section
      title={t.secret}
      lead={t.secretLead}
      actions={
        <>
          {secret === null ? (
            <ActButton
              right="secret_keys"
              variant="default"
              loading={reveal.isPending}
              onClick={() => reveal.mutate({})}
            >
              {t.reveal}
            </ActButton>
          ) : (
            <Button variant="default" onClick={() => setSecret(null)}>
              {t.hide}
            </Button>
          )}
          <ActButton right="secret_keys" variant="default" onClick={() => setRolling(true)}>
            {t.roll}
          </ActButton>
        </>
      }
    >
      <Stack gap="sm">
        {secret === null ? <code aria-hidden="true">{"•".repeat(32)}</code> : <Copyable text={secret} of={t.secret} />}
        <p className="quiet small">{t.secretSince(timeText(webhook.secret_created_at, "full", language))}</p>
        {webhook.previous_secret_until && (
          <Notice tone="warn" icon="keys">
            {t.previousUntil(timeText(webhook.previous_secret_until, "full", language))}
          </Notice>
        )}
        <Refused error={reveal.error} />
      </Stack>
      <Confirm
        opened={rolling}
        close={() => setRolling(false)}
        title={t.rollTitle}
        action={t.rollAction}
        busy={roll.isPending}
        error={roll.error}
        act={() => roll.mutate({})}
      >
        <p>{t.rollHint}</p>
      </Confirm>
    </Section>
  );
}

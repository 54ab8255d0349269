import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import type { z } from "zod";
import type { totpShape } from "../../../src/api/shapes/session.ts";
import { useTexts } from "../language.tsx";
import { useTeamAct } from "../queries.ts";
import { useSession } from "../session.tsx";
import { accountTexts } from "../texts/account.ts";
import { shellTexts } from "../texts/shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Confirm } from "../ui/confirm.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Section } from "../ui/layout.tsx";
import { Refused } from "../ui/state.tsx";
import classes from "./account.module.css";

type Offer = z.output<typeof totpShape.schema>;

/** Codes of an authenticator app beside the password. */
export function OneTimeCodes() {
  const t = useTexts(accountTexts);
  const { member } = useSession();
  const [offer, setOffer] = useState<Offer | null>(null);
  const [removing, setRemoving] = useState(false);
  const prepare = useTeamAct<Record<string, never>, Offer>("me/totp", { onDone: setOffer });
  return (
    <Section
      title={t.totp}
      lead={t.totpLead}
      actions={
        member.totp_enabled ? (
          <Button variant="default" onClick={() => setRemoving(true)}>
            {t.turnOff}
          </Button>
        ) : (
          !offer && (
            <Button variant="default" loading={prepare.isPending} onClick={() => prepare.mutate({})}>
              {t.turnOn}
            </Button>
          )
        )
      }
    >
      <Stack gap="md">
        <p>
          <Badge tone={member.totp_enabled ? "good" : "quiet"}>{member.totp_enabled ? t.on : t.off}</Badge>{" "}
          {member.totp_enabled ? t.totpOn : t.totpOff}
        </p>
        <Refused error={prepare.error} />
        {offer && !member.totp_enabled && <Setup offer={offer} close={() => setOffer(null)} />}
      </Stack>
      <RemoveDialog opened={removing} close={() => setRemoving(false)} />
    </Section>
  );
}

function Setup({ offer, close }: { offer: Offer; close: () => void }) {
  const t = useTexts(accountTexts);
  const words = useTexts(shellTexts);
  const [code, setCode] = useState("");
  const confirm = useTeamAct<{ code: string }>("me/totp/confirm", {
    refreshes: ["session", "team"],
    said: t.totpConfirmed,
    onDone: close,
  });
  return (
    <div className={classes.setup}>
      <img className={classes.qr} src={`data:image/svg+xml,${encodeURIComponent(offer.qr)}`} alt={t.qr} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirm.mutate({ code });
        }}
      >
        <Stack gap="sm">
          <p>{t.scan}</p>
          <div>
            <p className="quiet small">{t.orType}</p>
            <Copyable text={offer.secret} of={t.totp} />
          </div>
          <CodeInput code={code} setCode={setCode} />
          <Refused error={confirm.error} />
          <Group gap="sm">
            <Button type="submit" loading={confirm.isPending}>
              {t.confirm}
            </Button>
            <Button variant="default" onClick={close}>
              {words.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
    </div>
  );
}

function RemoveDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const t = useTexts(accountTexts);
  const [code, setCode] = useState("");
  const remove = useTeamAct<{ code: string }>("me/totp/remove", {
    refreshes: ["session", "team"],
    said: t.totpRemoved,
    onDone: () => {
      setCode("");
      close();
    },
  });
  return (
    <Confirm
      opened={opened}
      close={close}
      title={t.turnOffTitle}
      action={t.turnOff}
      danger
      busy={remove.isPending}
      error={remove.error}
      act={() => remove.mutate({ code })}
    >
      <p>{t.turnOffHint}</p>
      <CodeInput code={code} setCode={setCode} />
    </Confirm>
  );
}

function CodeInput({ code, setCode }: { code: string; setCode: (code: string) => void }) {
  const t = useTexts(accountTexts);
  return (
    <TextInput
      label={t.code}
      inputMode="numeric"
      autoComplete="one-time-code"
      required
      withAsterisk={false}
      maw={200}
      value={code}
      onChange={({ currentTarget }) => setCode(currentTarget.value)}
    />
  );
}

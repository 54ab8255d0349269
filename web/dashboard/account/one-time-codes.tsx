import { Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import type { totpShape } from "../../../src/api/team/session.shape.ts";
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
  const [asking, setAsking] = useState(false);
  const prepare = useTeamAct<Proof, Offer>("me/totp", {
    onDone: (offered) => {
      setAsking(false);
      setOffer(offered);
    },
  });
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
            <Button
              variant="default"
              loading={prepare.isPending}
              onClick={() => (member.has_password ? setAsking(true) : prepare.mutate({}))}
            >
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
        {!asking && <Refused error={prepare.error} />}
        {offer && !member.totp_enabled && <Setup offer={offer} close={() => setOffer(null)} />}
      </Stack>
      <ProveDialog opened={asking} close={() => setAsking(false)} prepare={prepare} />
      <RemoveDialog opened={removing} close={() => setRemoving(false)} />
    </Section>
  );
}

type Proof = { current?: string };

/** The password field of the request; left out if empty, since a member who has just signed in by a link need not type one. */
const proofOf = (password: string): Proof => (password === "" ? {} : { current: password });

function ProveDialog(props: { opened: boolean; close: () => void; prepare: UseMutationResult<Offer, Error, Proof> }) {
  const { opened, close, prepare } = props;
  const t = useTexts(accountTexts);
  const [password, setPassword] = useState("");
  return (
    <Confirm
      opened={opened}
      close={close}
      title={t.turnOnTitle}
      action={t.turnOn}
      busy={prepare.isPending}
      error={prepare.error}
      act={() => prepare.mutate(proofOf(password), { onSuccess: () => setPassword("") })}
    >
      <p>{t.turnOnHint}</p>
      <CurrentPassword password={password} setPassword={setPassword} />
    </Confirm>
  );
}

function CurrentPassword({ password, setPassword }: { password: string; setPassword: (password: string) => void }) {
  const t = useTexts(accountTexts);
  return (
    <PasswordInput
      label={t.current}
      description={t.currentHint}
      autoComplete="current-password"
      value={password}
      onChange={({ currentTarget }) => setPassword(currentTarget.value)}
    />
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
  const { member } = useSession();
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const remove = useTeamAct<{ code: string } & Proof>("me/totp/remove", {
    refreshes: ["session", "team"],
    said: t.totpRemoved,
    onDone: () => {
      setCode("");
      setPassword("");
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
      act={() => remove.mutate({ code, ...proofOf(password) })}
    >
      <p>{t.turnOffHint}</p>
      {member.has_password && <CurrentPassword password={password} setPassword={setPassword} />}
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

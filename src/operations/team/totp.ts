import { Refusal } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import { reveal, type Secret } from "../../domain/base/secret.ts";
import type { Member } from "../../domain/team/member.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { attempt } from "./lock-out.ts";
import { currentMember, openSessions, provePassword } from "./member.ts";
import { newTotpSecret, stepOfCode, totpUri } from "./one-time-code.ts";
import type { Client, Present } from "./session.ts";

/**
 * Makes a secret for an authenticator app; codes are required only once one was entered. The password is asked for, because a person
 * at an open browser could otherwise shut its owner out.
 * @throws Refusal `bad_request`
 */
export async function offerTotp(
  gateway: Gateway,
  client: Client,
  present: Pick<Present, "member" | "session" | "live">,
  password: Secret | undefined,
): Promise<{ secret: string; uri: string }> {
  const { member, live } = present;
  await provePassword(gateway, client, present, password);
  const secret = newTotpSecret();
  const totpOffered = gateway.vault.keyring.sealText(secret, labelOf(member.id));
  await untilSaved(async () => {
    const current = await currentMember(gateway, member);
    if (current.totpSecret !== null)
      throw new Refusal("bad_request", "one-time codes are on already: turn them off first");
    const saved = await gateway.store.save({ update: { members: [revise(current, { totpOffered })] } });
    return saved.saved || undefined;
  });
  return { secret: reveal(secret), uri: totpUri(secret, member.email, `Chamra ${live.name}`) };
}

/** Requires codes from now on, and signs every other browser out, since it came in without one. @throws Refusal `bad_request` for a wrong code */
export function confirmTotp(
  gateway: Gateway,
  client: Client,
  { member, session }: Pick<Present, "member" | "session">,
  code: string,
): Promise<Member> {
  const patch = ({ totpOffered }: Member, totpStep: number) => ({
    totpSecret: totpOffered,
    totpOffered: null,
    totpStep,
  });
  return withCode(gateway, client, { member, session }, code, "totpOffered", patch);
}

/** Removes the codes, which takes the password too, and ends every other session. @throws Refusal `bad_request` for a wrong one */
export async function removeTotp(
  gateway: Gateway,
  client: Client,
  present: Pick<Present, "member" | "session">,
  password: Secret | undefined,
  code: string,
): Promise<Member> {
  await provePassword(gateway, client, present, password);
  return withCode(gateway, client, present, code, "totpSecret", () => withoutTotp);
}

export const withoutTotp = { totpSecret: null, totpOffered: null, totpStep: null } as const;

export function totpSecretOf({ vault }: Gateway, member: string, sealed: string | null): Secret | null {
  return sealed === null ? null : vault.keyring.openText(sealed, labelOf(member));
}

async function withCode(
  gateway: Gateway,
  client: Client,
  { member, session }: Pick<Present, "member" | "session">,
  code: string,
  of: "totpSecret" | "totpOffered",
  patch: (member: Member, step: number) => Partial<Member>,
): Promise<Member> {
  const { succeeded } = await attempt(gateway, member.email, client);
  const changed = await untilSaved(async () => {
    const current = await currentMember(gateway, member);
    const secret = totpSecretOf(gateway, member.id, current[of]);
    const step = secret && stepOfCode(code, secret, current.totpStep, gateway.now());
    if (step === null) throw new Refusal("bad_request", "code is not right, or was used before");
    const next = revise(current, patch(current, step));
    const revokedAt = gateway.now();
    const others = (await openSessions(gateway, member)).filter(({ id }) => id !== session.id);
    const sessions = others.map((other) => revise(other, { revokedAt }));
    return (await gateway.store.save({ update: { members: [next], sessions } })).saved ? next : undefined;
  });
  await succeeded();
  return changed;
}

const labelOf = (member: string): string => `totp ${member}`;

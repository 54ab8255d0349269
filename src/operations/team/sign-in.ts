import { Refusal } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import type { Secret } from "../../domain/base/secret.ts";
import type { Member, OneTimeLink } from "../../domain/team/member.ts";
import { isOpen } from "../../domain/team/team.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { type Act, auditedStore, note } from "../log/audit.ts";
import { attempt } from "./lock-out.ts";
import { stepOfCode } from "./one-time-code.ts";
import { isPassword } from "./password.ts";
import { type Client, hashToken, newSession } from "./session.ts";
import { totpSecretOf } from "./totp.ts";

type Credentials = { email: string; password: Secret; code: string | undefined };

/**
 * Signs a member in. Strangers get the same answer as members who mistyped, after the same time. A member who has signed in from here
 * before has a reserved place when many others try.
 *
 * @returns the session's token
 * @throws Refusal `sign_in_failed`; `code_needed` where only the one-time code is missing; `too_many_requests` after too many failures
 */
export async function signIn(
  gateway: Gateway,
  client: Client,
  { email, password, code }: Credentials,
): Promise<string> {
  const { succeeded, undecided, known } = await attempt(gateway, email, client);
  const place = known ? "kept" : { network: client.network.name };
  const found = await gateway.store.member.byEmail(email);
  if (!(await isPassword(password, found?.password ?? null, place)) || !found)
    throw await failed(gateway, client, found);
  if (found.totpSecret !== null && code === undefined) {
    await undecided();
    throw new Refusal("code_needed");
  }
  const token = await untilSaved(async () => {
    const member = await gateway.store.member.get(found.id);
    if (!member || member.password !== found.password || member.removedAt !== null) throw new Refusal("sign_in_failed");
    const step = member.totpSecret === null ? null : stepOf(gateway, member, code ?? "");
    if (member.totpSecret !== null && step === null) throw await failed(gateway, client, member);
    const { session, token: made } = newSession(gateway, member, "password", client);
    const saved = await auditedStore(gateway.store, actOf(gateway, member, "POST /sign-in", client)).save({
      insert: { sessions: [session] },
      ...(step !== null && { update: { members: [revise(member, { totpStep: step })] } }),
    });
    return saved.saved ? made : undefined;
  });
  await succeeded();
  return token;
}

/** Signs in the member that a link was made for. @throws Refusal `sign_in_failed` when it was used before, or is too old */
export async function signInByLink(gateway: Gateway, client: Client, linkToken: string): Promise<string> {
  return untilSaved(async () => {
    const link = await openLink(gateway, linkToken, "sign_in");
    const member = link.member === null ? undefined : await gateway.store.member.get(link.member);
    if (!member || member.removedAt !== null) throw linkIsOver();
    const others = (await gateway.store.member.signInLinks(member.id)).filter(({ id }) => id !== link.id);
    const now = gateway.now();
    const { session, token } = newSession(gateway, member, "link", client);
    const saved = await auditedStore(gateway.store, actOf(gateway, member, "POST /sign-in-link", client)).save({
      update: {
        one_time_links: [revise(link, { usedAt: now }), ...others.map((other) => revise(other, { revokedAt: now }))],
      },
      insert: { sessions: [session] },
    });
    return saved.saved ? token : undefined;
  });
}

/** Refusal of a link, without the reason, so that guessing reveals nothing. */
export const linkIsOver = (): Refusal =>
  new Refusal("sign_in_failed", "this link was used before, was taken back, or is too old: ask for another");

/** @throws Refusal `sign_in_failed` unless it is still valid */
export async function openLink(
  { store, now }: Gateway,
  token: string,
  kind: OneTimeLink["kind"],
): Promise<OneTimeLink> {
  const link = await store.member.linkByHash(hashToken(token));
  if (!link || link.kind !== kind || !isOpen(link, now())) throw linkIsOver();
  return link;
}

/** Act of a visitor who turned out to be this member, for the audit log. */
export const actOf = ({ now }: Gateway, { team, id }: Member, act: string, { ip }: Client): Act => ({
  team,
  account: null,
  member: id,
  apiKey: null,
  request: null,
  act,
  object: null,
  ip,
  now,
});

/** Notes a failure in the audit log of the member's team, if there is one. The growing pauses bound how many there can be. */
async function failed(gateway: Gateway, client: Client, member: Member | undefined): Promise<Refusal> {
  if (member) await note(gateway.store, actOf(gateway, member, "POST /sign-in", client), { refused: "sign_in_failed" });
  return new Refusal("sign_in_failed");
}

function stepOf(gateway: Gateway, member: Member, code: string): number | null {
  const secret = totpSecretOf(gateway, member.id, member.totpSecret);
  return secret && stepOfCode(code, secret, member.totpStep, gateway.now());
}

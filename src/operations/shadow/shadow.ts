import type { Mirror, Upstream } from "../../connectors/upstream.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { reveal, Secret } from "../../domain/base/secret.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import { startShadow as decideStart, stopShadow as decideStop, type Shadow } from "../../domain/shadow/shadow.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { type Credentials, checkedCredentials, shownCredentials } from "../upstream/connection.ts";

/** An upstream that can be the shadow of a test account, with the account's shadow there if it has one. */
export type ShadowStanding = {
  upstream: Upstream & { mirror: NonNullable<Upstream["mirror"]> };
  shadow: Shadow | null;
};

/** What opens a shadow's keys and reaches its upstream. */
export type Reaching = Pick<Gateway, "vault" | "upstreams">;

/**
 * Begins the shadow of a test account: each request of its keys is sent to a test account upstream, too, and the answers are compared. The keys are tried by
 * a harmless question first. Of a shadow that there is, the keys are replaced.
 *
 * @throws Refusal `bad_request` in live mode, for values without their form, and for keys that the upstream does not take or that are not of its test mode
 */
export async function beginShadow(gateway: Gateway, account: Account, given: Credentials): Promise<ShadowStanding> {
  mustBeTest(account, "a shadow");
  const upstream = mirrored(gateway);
  const credentials = checkedCredentials(upstream.mirror.credentials, given);
  const checked = await mirrorWith(gateway, upstream, credentials).check();
  if (!checked.good) throw new Refusal("bad_request", `${upstream.label.en} does not take these keys: ${checked.why}`);
  const label = labelOf(account.id, upstream.name);
  const sealed = gateway.vault.keyring.sealText(new Secret(JSON.stringify(credentials)), label);
  const shown = shownCredentials(upstream.mirror.credentials, credentials);
  const shadow = await change(gateway, account.id, upstream.name, (before, now) =>
    decideStart(account.id, upstream.name, before, { sealed, shown }, now),
  );
  return { upstream, shadow };
}

/**
 * Ends a shadow; its keys are erased, and what was compared stays.
 * @throws Refusal `not_found` where there is none
 */
export async function endShadow(gateway: Gateway, account: Account): Promise<ShadowStanding> {
  const upstream = mirrored(gateway);
  await change(gateway, account.id, upstream.name, (before, now) => {
    if (!before || before.endedAt !== null) throw new Refusal("not_found", `account ${account.id} has no shadow`);
    return decideStop(before, now);
  });
  return { upstream, shadow: null };
}

/** The shadow of an account, if it has one. */
export async function shadowOf(gateway: Gateway, account: AccountId): Promise<ShadowStanding> {
  const upstream = mirrored(gateway);
  const found = (await gateway.store.shadow.ofAccount(account)).find(({ id }) => id === upstream.name);
  return { upstream, shadow: found && found.endedAt === null ? found : null };
}

/** Opens a shadow with its keys. @throws Error where the gateway has its upstream no more */
export function mirrorOf(reaching: Reaching, { id, account, sealed }: Shadow): Mirror {
  const upstream = mirrored(reaching);
  if (upstream.name !== id) throw new Error(`${id} is no upstream of this gateway any more`);
  const text = reveal(reaching.vault.keyring.openText(sealed, labelOf(account, id)));
  return mirrorWith(reaching, upstream, JSON.parse(text) as Credentials); // sealed by `beginShadow`
}

const mirrorWith = (
  { upstreams }: Pick<Gateway, "upstreams">,
  upstream: ShadowStanding["upstream"],
  credentials: Credentials,
): Mirror => upstream.mirror.open({ credentials, hosts: upstreams.hostsOf(upstream), send: upstreams.send });

/** The upstream that speaks our API. @throws Refusal `bad_request` where the gateway has none */
function mirrored({ upstreams }: Pick<Gateway, "upstreams">): ShadowStanding["upstream"] {
  for (const upstream of upstreams.all) if (isMirrored(upstream)) return upstream;
  throw new Refusal("bad_request", "no upstream of this gateway speaks its API");
}

const isMirrored = (upstream: Upstream): upstream is ShadowStanding["upstream"] => upstream.mirror !== undefined;

/** What keys are sealed under: copied to another row they cannot be opened. */
const labelOf = (account: AccountId, name: string): string => `shadow ${name} of ${account}`;

/** Saves a shadow, and tells this process of it; others hear of it at their next look. */
async function change(
  gateway: Gateway,
  account: AccountId,
  name: string,
  rule: (before: Shadow | undefined, now: number) => Shadow,
): Promise<Shadow> {
  const saved = await untilSaved(async () => {
    const before = (await gateway.store.shadow.ofAccount(account)).find(({ id }) => id === name);
    const shadow = rule(before, gateway.now());
    const changes = before ? { update: { shadows: [shadow] } } : { insert: { shadows: [shadow] } };
    return (await gateway.store.save(changes)).saved ? shadow : undefined;
  });
  gateway.shadows.note(saved);
  return saved;
}

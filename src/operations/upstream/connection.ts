import type { Bank, BankAnswer, Notification, Verb } from "../../connectors/bank.ts";
import {
  type CredentialField,
  NotTaken,
  type Send,
  type Upstream,
  type UpstreamBank,
  type UpstreamCards,
} from "../../connectors/upstream.ts";
import { Refusal, refuseIfAny } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { revise } from "../../domain/base/row.ts";
import { reveal, Secret } from "../../domain/base/secret.ts";
import { dots } from "../../domain/base/text.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { isForPayers } from "../../domain/payment/next-step.ts";
import {
  beginEnding,
  type Connection,
  continueConnection,
  connect as decideConnection,
  eraseConnection,
  isEnding,
  shownOf,
} from "../../domain/upstream/connection.ts";
import { type ContractTerms, checkContract } from "../../domain/upstream/contract.ts";
import { withoutRoutesTo, withRouteTo } from "../../domain/upstream/route.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { upstreamAddress } from "./address.ts";

/** An upstream as an account sees it: with its connection, if it has one, and the address for its notifications. */
export type Standing = { upstream: Upstream; connection: Connection | null; notifyUri: string };

export type Credentials = Readonly<Record<string, string>>;

/** Every upstream of the gateway, with the account's connections. */
export async function standingsOf(gateway: Gateway, account: Account): Promise<Standing[]> {
  const connections = await gateway.store.connection.ofAccount(account.id);
  return gateway.upstreams.all.map((upstream) =>
    standingOf(
      gateway,
      account,
      upstream,
      connections.find(({ id }) => id === upstream.name),
    ),
  );
}

const standingOf = (
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  found: Connection | undefined,
): Standing => ({
  upstream,
  connection: found && found.endedAt === null ? found : null,
  notifyUri: upstreamAddress(gateway, upstream.name, account.id),
});

/**
 * Connects a live account to an upstream, or replaces its credentials. They are tried by a harmless question first, and saved only where the upstream
 * takes them. The first connection adds a route for all that the upstream has.
 *
 * @throws Refusal `bad_request` in test mode, for values without their form, for credentials that the upstream does not take, or that are not of its
 *   live mode, or of another account there while charges wait; `not_found` for an upstream that there is not
 */
export async function connect(gateway: Gateway, account: Account, name: string, given: Credentials): Promise<Standing> {
  const upstream = namedUpstream(gateway, name);
  if (!account.livemode) throw new Refusal("bad_request", "upstreams take live money: connect the live account");
  const credentials = checkedCredentials(upstream.credentials, given);
  const checked = await openWith(gateway, account.id, upstream, credentials).check();
  if (!checked.good)
    throw new Refusal("bad_request", `${upstream.label.en} does not take these credentials: ${checked.why}`);
  if (!checked.live && !isReplaced(gateway, upstream))
    throw new Refusal(
      "bad_request",
      `these credentials are of ${upstream.label.en}'s test mode: enter those of live mode`,
    );
  await mustFindPayments(gateway, account, upstream, checked.holder);
  const sealed = gateway.vault.keyring.sealText(new Secret(JSON.stringify(credentials)), labelOf(account.id, name));
  const shown = shownCredentials(upstream.credentials, credentials);
  const connection = await change(gateway, account.id, name, (before, at) =>
    decideConnection(account.id, name, before, { sealed, shown }, at),
  );
  return standingOf(gateway, account, upstream, connection);
}

/**
 * Refuses credentials of another account at the upstream while charges wait there: by them no payment is found that was made before, and one whose answer
 * was lost would be asked for a second time, at the other account. Where the credentials before are good no more, nobody can tell.
 *
 * @throws Refusal `bad_request`
 */
async function mustFindPayments(
  gateway: Gateway,
  account: Account,
  upstream: Upstream,
  holder: string | undefined,
): Promise<void> {
  const before = await gateway.store.connection.get(account.id, upstream.name);
  if (!before || before.endedAt !== null || holder === undefined) return;
  const waiting = await gateway.store.charge.waitingAt(account.id, upstream.name);
  if (waiting === undefined) return;
  const credentials = unsealed(gateway, account.id, upstream.name, before.sealed);
  const was = await openWith(gateway, account.id, upstream, credentials).check();
  if (was.good && was.holder !== undefined && was.holder !== holder)
    throw new Refusal(
      "bad_request",
      `these credentials are of another account at ${upstream.label.en}, and charges such as ${waiting} wait at the one before: replace them when they are over`,
    );
}

/** Whether the operator has put another server in an upstream's place, as for a trial with a simulator: its test keys are taken then. */
const isReplaced = ({ upstreams }: Gateway, upstream: Upstream): boolean => {
  const used = upstreams.hostsOf(upstream);
  return Object.entries(upstream.hosts).some(([host, address]) => used[host] !== address);
};

/**
 * Ends a connection: its routes and credentials are gone. In two commits: after the first no charge and no refund can be saved that goes there, so what the
 * second looks for is all that there is. Where something waits, the connection goes on.
 *
 * @throws Refusal `not_found` where there is none; `bad_request` while charges wait for the upstream's answer
 */
export async function disconnect(gateway: Gateway, account: Account, name: string): Promise<Standing> {
  const upstream = namedUpstream(gateway, name);
  const mustBeOver = (waiting: string | undefined) => {
    if (waiting !== undefined)
      throw new Refusal(
        "bad_request",
        `charges such as ${waiting} wait for ${upstream.label.en}: disconnect when they are over`,
      );
  };
  mustBeOver(await gateway.store.charge.waitingAt(account.id, name)); // before the payments of others are refused for a moment
  await untilSaved(async () => {
    const before = await gateway.store.connection.get(account.id, name);
    if (!before || before.endedAt !== null) throw notConnected(upstream);
    return saved(gateway, beginEnding(before, gateway.now()));
  });
  mustBeOver(await finishEnding(gateway, account.id, name));
  return standingOf(gateway, account, upstream, undefined);
}

/** Decides about a connection whose end has begun. @returns id of a charge that waits at the upstream, for which the connection goes on */
export async function finishEnding(gateway: Gateway, account: AccountId, name: string): Promise<string | undefined> {
  const { waiting } = await untilSaved(async () => {
    const [before, owner] = await Promise.all([
      gateway.store.connection.get(account, name),
      gateway.store.account.get(account),
    ]);
    if (!before || !owner || !isEnding(before)) return { waiting: undefined }; // somebody else has decided, or has connected it anew
    const waiting = await gateway.store.charge.waitingAt(account, name);
    if (waiting !== undefined) return (await saved(gateway, continueConnection(before, gateway.now()))) && { waiting };
    const connections = [eraseConnection(before, gateway.now())];
    const accounts = [revise(owner, { routes: withoutRoutesTo(owner.routes, name) })];
    return (await gateway.store.save({ update: { connections, accounts } })).saved ? { waiting } : undefined;
  });
  return waiting;
}

/** Saves a changed connection; undefined where it was changed meanwhile. */
const saved = async ({ store }: Gateway, connection: Connection): Promise<Connection | undefined> =>
  (await store.save({ update: { connections: [connection] } })).saved ? connection : undefined;

/**
 * Replaces the contract that the costs of an upstream are held against. Days that are reconciled from then on are compared with it; a repeat of an
 * earlier day is, too.
 *
 * @param contract none for no comparison
 * @throws Refusal `not_found` where the account is not connected; `bad_request` for methods that there are not, or that are named twice
 */
export async function setContract(
  gateway: Gateway,
  account: Account,
  name: string,
  contract: readonly ContractTerms[],
): Promise<Standing> {
  const upstream = namedUpstream(gateway, name);
  checkContract(contract, gateway.methods.all);
  return untilSaved(async () => {
    const before = await gateway.store.connection.get(account.id, name);
    if (!before || before.endedAt !== null) throw notConnected(upstream);
    const connection = await saved(gateway, revise(before, { contract })); // `changedAt` is of the credentials
    return connection && standingOf(gateway, account, upstream, connection);
  });
}

const notConnected = ({ label }: Upstream): Refusal =>
  new Refusal("not_found", `this account is not connected to ${label.en}`);

/** Saves a connection that is made or changed by new credentials, with a route to its upstream. */
function change(
  gateway: Gateway,
  account: AccountId,
  name: string,
  rule: (before: Connection | undefined, at: number) => Connection,
): Promise<Connection> {
  return untilSaved(async () => {
    const [before, owner] = await Promise.all([
      gateway.store.connection.get(account, name),
      gateway.store.account.get(account),
    ]);
    if (!owner) throw new Refusal("not_found", `account ${account} was not found`);
    const connection = rule(before, gateway.now());
    const accounts = [revise(owner, { routes: withRouteTo(owner.routes, name) })];
    const { saved } = await gateway.store.save(
      before
        ? { update: { connections: [connection], accounts } }
        : { insert: { connections: [connection] }, update: { accounts } },
    );
    return saved ? connection : undefined;
  });
}

/** @throws Refusal `not_found` */
export function namedUpstream({ upstreams }: Pick<Gateway, "upstreams">, name: string): Upstream {
  const upstream = upstreams.find(name);
  if (!upstream) throw new Refusal("not_found", `there is no upstream ${name}`);
  return upstream;
}

/** What is shown of credentials, by field. */
export const shownCredentials = (
  fields: readonly CredentialField[],
  credentials: Credentials,
): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap(({ name, secret }) => {
      const value = credentials[name];
      return value === undefined ? [] : [[name, shownOf(value, secret)]];
    }),
  );

/** @throws Refusal `bad_request` with every fault in one sentence */
export function checkedCredentials(fields: readonly CredentialField[], given: Credentials): Credentials {
  const names = fields.map(({ name }) => name);
  const stray = Object.keys(given).filter((name) => !names.includes(name));
  const faults = fields.flatMap(({ name, form, says, optional }) => {
    const value = given[name] ?? "";
    if (value === "") return optional ? [] : [`${name} cannot be blank`];
    return form.test(value) ? [] : [`${name} ${says}`];
  });
  refuseIfAny("bad_request", [...faults, ...stray.map((name) => `${name} is not among ${names.join(", ")}`)]);
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
}

/** What credentials are sealed under: copied to another row they cannot be opened. */
const labelOf = (account: AccountId, name: string): string => `upstream ${name} of ${account}`;

const unsealed = (gateway: Gateway, account: AccountId, name: string, sealed: string): Credentials =>
  JSON.parse(reveal(gateway.vault.keyring.openText(sealed, labelOf(account, name)))) as Credentials; // sealed by `connect`

function openWith(
  gateway: Gateway,
  account: AccountId,
  upstream: Upstream,
  credentials: Credentials,
  previous?: Credentials,
): UpstreamBank {
  const { upstreams, now, pause, randomText } = gateway;
  const secrets = upstream.credentials.filter(({ secret }) => secret).map(({ name }) => credentials[name] ?? "");
  return upstream.connect({
    credentials,
    ...(previous && { previous }),
    hosts: upstreams.hostsOf(upstream),
    send: withoutEcho(upstreams.send, secrets),
    now,
    pause: (ms) => pause(ms),
    randomText,
    notifyUri: upstreamAddress(gateway, upstream.name, account),
  });
}

/** The shortest secret that is looked for in answers; a shorter one could stand in them by chance. */
const shortestSecret = 8;

/** Takes a merchant's secrets out of answers that quote them: of an answer that cannot be read, a part is kept and shown. */
function withoutEcho(send: Send, secrets: readonly string[]): Send {
  const quoted = secrets
    .filter(({ length }) => length >= shortestSecret)
    .flatMap((secret) => [secret, Buffer.from(`${secret}:`).toString("base64")]);
  return async (request) => {
    const received = await send(request);
    return { ...received, body: quoted.reduce((body, secret) => body.replaceAll(secret, dots), received.body) };
  };
}

/**
 * The account's connection as it is saved now, in whichever process it was changed.
 * @throws NotTaken where there is none any more
 */
async function opened(gateway: Gateway, account: AccountId, upstream: Upstream): Promise<UpstreamBank> {
  const connection = await gateway.store.connection.get(account, upstream.name);
  if (!connection || connection.endedAt !== null)
    throw new NotTaken(`the account is not connected to ${upstream.name}`);
  const { version, sealed, previous, previousUntil } = connection;
  const overlaps = previous !== null && (previousUntil ?? 0) > gateway.now();
  const key = `${account} ${upstream.name} ${version} ${overlaps}`;
  const known = gateway.upstreams.opened.get(key);
  if (known) return known;
  const read = (text: string) => unsealed(gateway, account, upstream.name, text);
  const bank = openWith(gateway, account, upstream, read(sealed), overlaps ? read(previous) : undefined);
  gateway.upstreams.opened.set(key, bank);
  return bank;
}

/**
 * An upstream as the bank of an account's charges of one method: with the verbs that it has for them. The connection is opened when a verb is called.
 *
 * @throws Error where the gateway does not have the upstream, or not for this method: a defect, or an upstream that was taken out of the gateway
 */
export function upstreamBank(gateway: Gateway, account: AccountId, name: string, method: string): Bank {
  const upstream = gateway.upstreams.find(name);
  const offer = upstream?.offer(method);
  if (!upstream || !offer) throw new Error(`no upstream ${name} of this gateway has ${method}`);
  const plain = Object.values(gateway.upstreams.hostsOf(upstream)).some((address) => address.startsWith("http:"));
  const verb =
    (which: Verb) =>
    async (...asked: unknown[]) => {
      const bank = await opened(gateway, account, upstream);
      const ask = bank[which] as ((...asked: unknown[]) => Promise<BankAnswer>) | undefined; // each verb gets the arguments of its type
      if (!ask) throw new TypeError(`${name} says that it can ${which}, and cannot`);
      return forPayers(await ask(...asked), { name, plain });
    };
  const verbs = Object.fromEntries(
    [...offer.verbs, "inquire" as const, "cancel" as const].map((each) => [each, verb(each)]),
  );
  return gateway.upstreams.watched(name, { ...verbs, answersWithin: upstream.answersWithin } as unknown as Bank); // the verbs of a bank, each as `Bank` has it
}

/** An answer that leads a payer to a page, an app or a code; it is not known what it means where it leads elsewhere. */
const forPayers = (answer: BankAnswer, { name, plain }: { name: string; plain: boolean }): BankAnswer =>
  answer.answer === "pending" && answer.next && !isForPayers(answer.next, plain)
    ? { answer: "unknown", why: `${name} leads the payer to something that is neither a page by HTTPS nor an app` }
    : answer;

/** Reads a notification of an upstream to an account; undefined for one that cannot be read, or where the account is not connected. */
export async function readNotification(
  gateway: Gateway,
  account: AccountId,
  name: string,
  notification: Notification,
): Promise<Awaited<ReturnType<NonNullable<Bank["notified"]>>>> {
  const upstream = gateway.upstreams.find(name);
  const connection = upstream && (await gateway.store.connection.get(account, name));
  if (!upstream || !connection || connection.endedAt !== null) return undefined;
  return (await opened(gateway, account, upstream)).notified?.(notification);
}

/** How an upstream is asked for what it did in a period; a list is undefined where it cannot be. @throws NotTaken where the account is not connected */
export const listsAt = async (
  gateway: Gateway,
  account: AccountId,
  upstream: Upstream,
): Promise<Pick<UpstreamBank, "settled" | "refunded" | "payouts">> => opened(gateway, account, upstream);

/**
 * When what a transaction has moved on a merchant's balance at an upstream can be paid out; undefined where it has no such dates.
 * @throws NotTaken where the account is not connected; Error where it does not say
 */
export async function transferableAtOf(
  gateway: Gateway,
  account: AccountId,
  name: string,
  transaction: string,
): Promise<Time | undefined> {
  const upstream = gateway.upstreams.find(name);
  return upstream && (await opened(gateway, account, upstream)).transferableAt?.(transaction);
}

/** How an upstream is asked about a slip; undefined where it cannot be. @throws NotTaken where the account is not connected */
export const slipAt = async (gateway: Gateway, account: AccountId, upstream: Upstream): Promise<UpstreamBank["slip"]> =>
  (await opened(gateway, account, upstream)).slip;

/**
 * The cards of an account at an upstream that takes them by its tokens.
 * @throws NotTaken where the account is not connected; Error where the upstream takes none: a defect
 */
export async function cardsAt(gateway: Gateway, account: AccountId, name: string): Promise<UpstreamCards> {
  const upstream = gateway.upstreams.find(name);
  const cards = upstream && (await opened(gateway, account, upstream)).cards;
  if (!cards) throw new Error(`the upstream ${name} takes no cards by tokens`);
  return cards;
}

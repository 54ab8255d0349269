import { isTaken } from "../../domain/event/event.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Gateway, Sent } from "../gateway.ts";
import { exampleEvent, testHeader } from "./webhook.ts";

/** What is wrong with an endpoint, the first thing that must be mended; `well` where nothing is. */
export const findings = [
  "not_allowed",
  "unreachable",
  "tls",
  "redirect",
  "refused",
  "failed",
  "forged_taken",
  "replayed_taken",
  "well",
] as const;
export type Finding = (typeof findings)[number];

/** Where the address of an endpoint stands. */
export const endpointSources = ["account", "others", "server"] as const;

type Examined = {
  uri: string;
  from: (typeof endpointSources)[number];
  finding: Finding;
  /** Faults of the address, each a sentence without its subject. */
  faults: string[];
  /** Tries, in the order in which they were made; null for one that was not made. */
  genuine: Sent | null;
  forged: Sent | null;
  replayed: Sent | null;
};

/** Endpoints as they were found, and whether anything has happened yet that they could have been told of. */
export type Examination = { endpoints: Examined[]; anyEvent: boolean; anyGivenUp: boolean };

/**
 * Looks for the reason why no event arrives: sends an example event to each endpoint, and where it is taken also one that a stranger signed and a copy
 * that was signed an hour ago, neither of which a receiver should take. The events are stored nowhere, and what they tell of never happened.
 */
export async function examineWebhooks(gateway: Gateway, account: Account): Promise<Examination> {
  await gateway.note({});
  const now = gateway.clock.of(account.id);
  const newest = { limit: 1, offset: 0, from: 0, to: now, order: "reverse_chronological" } as const;
  const [endpoints, events, givenUp] = await Promise.all([
    Promise.all(endpointsOf(gateway, account).map((each) => examine(gateway, account, each))),
    gateway.store.event.list(account.id, newest),
    gateway.store.delivery.page(account.id, "given_up", null, 1),
  ]);
  return { endpoints, anyEvent: events.total > 0, anyGivenUp: givenUp.rows.length > 0 };
}

type Place = Pick<Examined, "uri" | "from">;

function endpointsOf({ webhookUrl }: Gateway, { webhookUri, otherEndpoints, livemode }: Account): Place[] {
  return [
    ...(webhookUri === null ? [] : [{ uri: webhookUri, from: "account" as const }]),
    ...otherEndpoints.map(({ uri }) => ({ uri, from: "others" as const })),
    ...(webhookUrl === null || livemode ? [] : [{ uri: webhookUrl, from: "server" as const }]),
  ];
}

async function examine(gateway: Gateway, account: Account, place: Place): Promise<Examined> {
  const { uri } = place;
  const faults = gateway.webhooks.check(uri, account.livemode);
  const untried = { ...place, faults, genuine: null, forged: null, replayed: null };
  if (faults.length > 0) return { ...untried, finding: "not_allowed" };
  const marks = { [testHeader]: "1" };
  const event = exampleEvent(gateway, account);
  const genuine = await gateway.webhooks.post(event, uri, marks);
  if (!isTaken(genuine.status)) return { ...untried, genuine, finding: refusalIn(genuine) };
  // of another id: a receiver that knows the event already may take the forged one as a repetition
  const forged = await gateway.webhooks.post(exampleEvent(gateway, account), uri, marks, "by a stranger");
  const replayed = await gateway.webhooks.post(event, uri, marks, "an hour ago");
  const finding = isTaken(forged.status) ? "forged_taken" : isTaken(replayed.status) ? "replayed_taken" : "well";
  return { ...place, faults, genuine, forged, replayed, finding };
}

function refusalIn({ status, tls }: Sent): Finding {
  if (status === null) return tls ? "tls" : "unreachable";
  if (status < 400) return "redirect";
  return status < 500 ? "refused" : "failed";
}

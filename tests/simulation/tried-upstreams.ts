import { connect2c2p } from "../../src/connectors/2c2p/connector.ts";
import { type Simulator2c2p, simulate2c2p } from "../../src/connectors/2c2p/simulator.ts";
import type { OmiseSimulator } from "../../src/connectors/omise/simulator.ts";
import type { ScbSimulator } from "../../src/connectors/scb/simulator.ts";
import type { SimulatedRequest, UpstreamSimulator } from "../../src/connectors/upstream-simulator.ts";
import { days, seconds, type Time } from "../../src/domain/base/time.ts";
import type { TheirPayout } from "../../src/domain/upstream/payout.ts";
import { envelopeAtOnce } from "../kit/envelope-2c2p.ts";
import { theirPrivateKey, tried2c2p } from "../kit/merchant-2c2p.ts";
import { omiseUnderTest } from "../kit/omise.ts";
import { scbUnderTest } from "../kit/scb.ts";
import type { UpstreamUnderTest } from "../kit/upstream-conformance.ts";
import type { Random } from "./random.ts";

/** How an upstream chooses what it does. */
type Mood = {
  random: Random;
  now: Time;
  /** Whether a trouble of this probability happens now. */
  troubled: (probability: number) => boolean;
};

/** A payout as it is compared with the books. */
export type PaidOut = Pick<TheirPayout, "amount" | "fee" | "settledAt" | "failed">;

/** A live upstream, and what goes on there beside what it is asked for. */
type TriedUpstream<Simulator extends UpstreamSimulator> = {
  tried: UpstreamUnderTest<Simulator>;
  /** Begins a day in Bangkok. */
  day(simulator: Simulator, mood: Mood): Promise<void> | void;
  /** Goes on just before a request is answered. */
  asked?(simulator: Simulator, request: SimulatedRequest, mood: Mood): void;
  /** What a payer does who does not pay, in place of a refusal. */
  turnsAway?(simulator: Simulator, reference: string, random: Random): Promise<void>;
  /** What of the credentials is replaced, the n-th time. */
  rotated(count: number): Readonly<Record<string, string>>;
  payouts?(simulator: Simulator): readonly PaidOut[];
};

const atOmise: TriedUpstream<OmiseSimulator> = {
  tried: omiseUnderTest,
  day: (simulator, { troubled }) => {
    simulator.closeRefunds();
    if (troubled(0.4)) simulator.holdRefunds();
  },
  // when it is asked for them, so that what it tells last is how they are
  asked: (simulator, { path }, mood) => {
    if (path === "/transfers") goOn(simulator, mood);
  },
  rotated: (count) => ({
    secret_key: `skey_${String(count).padStart(19, "0")}`,
    webhook_secret: Buffer.from(`the secret of a merchant's webhooks ${count}`).toString("base64"),
  }),
  payouts: (simulator) =>
    simulator.transfers().map(({ amount, total_fee: fee, paid, paid_at: settledAt, failure_code: failure }) => ({
      ...{ amount, fee, settledAt, failed: !paid && failure !== null },
    })),
};

/** Time in which a transfer still changes: less than it is asked about. */
const transfersChange = days(14);

/** Lets transfers come to the bank, come back, be sent again and cost something else, and sends a part of what there is. */
function goOn(simulator: OmiseSimulator, { random, now }: Mood): void {
  for (const { id, paid, sent_at: sentAt, failure_code: failure } of simulator.transfers())
    if (!paid && sentAt > now - transfersChange) {
      if (failure !== null) simulator.change(id, "sent again");
      else if (random.chance(0.7)) simulator.change(id, random.pick(["paid", "paid", "failed", "dearer"]));
    }
  const sent = Math.trunc(simulator.balance() / 2);
  if (sent >= 10_000 && random.chance(0.5)) simulator.transfer(sent, now - (now % seconds(1))); // the list is asked for until a whole second
}

const atScb: TriedUpstream<ScbSimulator> = {
  tried: scbUnderTest,
  day: (simulator, { random, troubled }) =>
    simulator.confirm(troubled(0.5) ? random.pick(["lost", "twice"] as const) : "once"),
  rotated: (count) => ({ api_secret: `3c5b9b2f4c1d4b7a9d6e8f0a${String(count).padStart(8, "0")}` }),
};

const at2c2p: TriedUpstream<Simulator2c2p> = {
  tried: {
    ...tried2c2p,
    upstream: { ...tried2c2p.upstream, connect: (way) => connect2c2p(way, envelopeAtOnce) },
    simulator: (surroundings) => simulate2c2p(surroundings, theirPrivateKey, envelopeAtOnce),
  },
  day: async (simulator, { random, troubled }) => {
    simulator.night();
    simulator.endRefunds(troubled(0.3) ? "RR" : "RF");
    simulator.refundLater(troubled(0.4));
    simulator.tell(troubled(0.5) ? random.pick(["twice", "never", "late"] as const) : "once");
    await simulator.tellLate();
  },
  turnsAway: async (simulator, invoiceNo, random) => {
    simulator.begin(invoiceNo);
    if (random.chance(0.7)) await simulator.fail(invoiceNo, random.pick(["0003", "4005", "4014", "4051"]));
  },
  rotated: (count) => ({ secret_key: String(count).padStart(64, "A") }),
};

/** A tried upstream whose simulator is known to nobody else. */
export type Played = {
  tried: Pick<UpstreamUnderTest, "upstream" | "credentials" | "known">;
  rotated: TriedUpstream<never>["rotated"];
  open(surroundings: Parameters<UpstreamUnderTest["simulator"]>[0]): {
    simulator: UpstreamSimulator;
    day(mood: Mood): Promise<void> | void;
    asked(request: SimulatedRequest, mood: Mood): void;
    turnsAway(reference: string, random: Random): Promise<void>;
    payouts(): readonly PaidOut[] | undefined;
  };
};

const played = <Simulator extends UpstreamSimulator>(upstream: TriedUpstream<Simulator>): Played => ({
  tried: upstream.tried,
  rotated: upstream.rotated,
  open: (surroundings) => {
    const simulator = upstream.tried.simulator(surroundings);
    return {
      simulator,
      day: (mood) => upstream.day(simulator, mood),
      asked: (request, mood) => upstream.asked?.(simulator, request, mood),
      turnsAway: (reference, random) =>
        upstream.turnsAway?.(simulator, reference, random) ?? simulator.decline(reference),
      payouts: () => upstream.payouts?.(simulator),
    };
  },
});

/** Every upstream of live mode, as it is tried. */
export const everyTried: readonly Played[] = [played(atOmise), played(atScb), played(at2c2p)];

import type { Bank, BankAnswer, PaymentReference } from "../../src/connectors/bank.ts";
import { NotTaken, type Upstream, type UpstreamBank } from "../../src/connectors/upstream.ts";
import { seconds, type Time } from "../../src/domain/base/time.ts";
import type { Charge } from "../../src/domain/payment/charge.ts";
import type { Holding } from "../../src/domain/upstream/holding.ts";
import type { TheirPayout } from "../../src/domain/upstream/payout.ts";
import type { Route } from "../../src/domain/upstream/route.ts";
import { Broken } from "./check.ts";
import type { Life } from "./life.ts";
import type { Random } from "./random.ts";

/** Probability of each trouble on the way to an upstream, per request. "after" means that the upstream has carried it out. */
const notTaken = 0.15;
/** Probability that an upstream which is down does not take a payment, and that one goes down or comes back: rarely enough to let it rest. */
const notTakenWhileDown = 0.95;
const turns = 0.08;
const lostBefore = 0.06;
const lostAfter = 0.06;
const arrivesLate = 0.06;

type State = "open" | "held" | "taken" | "declined" | "over";
/** A payment at an upstream; `refunds` by their references, in minor units. */
type Payment = { amount: number; state: State; captured: number; refunds: Map<string, number> };

/** What one upstream has: payments by their references, and what it has paid out, in order. */
type Books = { payments: Map<string, Payment>; payouts: TheirPayout[]; asked: number };

/** Three upstreams that outlive the gateway's processes, with payers who decide at them. */
export type Upstreams = {
  all: readonly Upstream[];
  /** The line of one process to an upstream, which breaks at random. */
  line(name: string, bank: Bank, life: Life, later: (work: () => Promise<unknown>) => void): Bank;
  /** Lets a payer decide at the upstream of a charge, whose page told them where. */
  decide(charge: Charge, paid: boolean): void;
  /** @throws Broken where a charge and the upstreams disagree about the money */
  check(charge: Charge): void;
  /** @throws Broken where what the upstreams have paid out is not what is booked */
  checkMoney(holdings: readonly Holding[]): void;
  /** Charges that were seen to be moved, drawn by weights, or kept from an upstream that rests. */
  counts(): Record<string, number>;
};

export const methodsOfUpstreams = ["mobile_banking_kbank", "promptpay", "card", "installment_wlb_ktc"] as const;

/** An order of routes, of which some share payments by weights. */
export function someRoutes(random: Random): Route[] {
  const to = (upstream: string, weight?: number): Route => ({
    ...{ upstream, methods: null, min: null, max: null },
    ...(weight !== undefined && { weight }),
  });
  return random.pick([
    [to("north"), to("south"), to("east")],
    [to("north", 2), to("south", 1), to("east")],
    [to("north", 1), to("south", 1), to("east", 1)],
    [{ ...to("east"), methods: ["card"] }, to("south", 60), to("north", 40)],
    [{ ...to("south"), banks: ["kbank"] }, { ...to("east"), max: 1 }, to("north")],
  ]);
}

/** @param troubled whether a trouble of this probability happens now */
export function someUpstreams(random: Random, troubled: (probability: number) => boolean): Upstreams {
  const books = new Map<string, Books>();
  const booksOf = (name: string): Books => {
    const known = books.get(name) ?? { payments: new Map(), payouts: [], asked: 0 };
    books.set(name, known);
    return known;
  };
  const at = (name: string): Map<string, Payment> => booksOf(name).payments;
  const down = new Set<string>();
  const isClosed = (name: string): boolean => {
    if (troubled(turns) && !down.delete(name)) down.add(name);
    return troubled(down.has(name) ? notTakenWhileDown : notTaken);
  };
  const seen = {
    moved: new Set<string>(),
    drawn: new Set<string>(),
    rested: new Set<string>(),
    tried: new Set<string>(),
  };
  const all = ["north", "south", "east"].map((name) => anUpstream(name, booksOf(name), random, () => isClosed(name)));

  return {
    all,
    line: (name, bank, life, later) => {
      const through = async (request: () => Promise<BankAnswer>): Promise<BankAnswer> => {
        await life.point();
        if (troubled(lostBefore)) throw new Error(`the line to ${name} was torn`);
        if (troubled(arrivesLate)) {
          later(() => request().catch(() => {}));
          return { answer: "unknown", why: "the request is still on its way" };
        }
        const answer = await request();
        await life.point();
        if (troubled(lostAfter)) throw new Error(`the answer of ${name} was lost`);
        return answer;
      };
      return {
        ...bank,
        open: (request) => through(() => mustHave(bank.open)(request)),
        capture: (request, authorization) => through(() => mustHave(bank.capture)(request, authorization)),
        reverse: (request, authorization) => through(() => mustHave(bank.reverse)(request, authorization)),
        refund: (request, authorization) => through(() => mustHave(bank.refund)(request, authorization)),
        inquire: (about) => through(() => bank.inquire(about)),
        cancel: (about) => through(() => bank.cancel(about)),
      };
    },
    decide: (charge, paid) => {
      const payment = charge.upstream === null ? undefined : at(charge.upstream).get(referenceOf(charge));
      if (payment?.state !== "open") return;
      if (!paid) payment.state = "declined";
      else if (charge.capture) take(payment);
      else payment.state = "held";
    },
    check: (charge) => {
      const reference = referenceOf(charge);
      const holders = all
        .map(({ name }) => ({ name, payment: at(name).get(reference) }))
        .filter(({ payment }) => payment?.state === "held" || payment?.state === "taken");
      const says = `charge ${charge.id} is ${charge.state} at ${charge.upstream}`;
      const { id, routing } = charge;
      const told = routing.map(({ upstream }) => upstream);
      if (told.at(-1) !== charge.upstream) throw new Broken(`${says}, and was sent to ${told.join(", then ")}`);
      if (new Set(told).size < told.length)
        throw new Broken(`${says}, and was sent twice to one of ${told.join(", ")}`);
      for (const { name } of all)
        if (name !== charge.upstream && at(name).get(reference)?.state === "open")
          throw new Broken(`${says}, and its payer can pay at ${name}, too`);
      const whys = routing.flatMap(({ why, passed }) => [why, ...passed.map((left) => left.why)]);
      if (told.length > 1) seen.moved.add(id);
      if (whys.some((why) => why.includes("was drawn"))) seen.drawn.add(id);
      if (whys.some((why) => why.startsWith("it rests"))) seen.rested.add(id);
      if (whys.some((why) => why.includes("is tried though it rests"))) seen.tried.add(id);
      if (holders.length > 1) throw new Broken(`${says}, and two upstreams hold money for it`);
      const [holder] = holders;
      const isOver = charge.state === "failed" || charge.state === "expired" || charge.state === "reversed";
      if (isOver && holder) throw new Broken(`${says}, although ${holder.name} holds money for it`);
      if ((charge.state === "captured" || charge.state === "authorized") && holder?.name !== charge.upstream)
        throw new Broken(`${says}, which holds no money for it`);
      if (charge.state === "captured" && holder?.payment?.captured !== charge.capturedAmount)
        throw new Broken(`${says} with ${charge.capturedAmount}, and there are ${holder?.payment?.captured}`);
      for (const refund of charge.refunds)
        if (refund.state === "closed" && holder?.payment?.refunds.get(refund.id) !== refund.amount)
          throw new Broken(`${says}, and its refund ${refund.id} was not made`);
    },
    checkMoney: (holdings) => {
      for (const { name } of all) {
        const { payouts } = booksOf(name);
        const there = holdings.find(({ upstream }) => upstream === name) ?? { in_transit: 0, settled: 0 };
        for (const [state, booked] of [
          ["in_transit", there.in_transit],
          ["settled", there.settled],
        ] as const) {
          const sent = payouts.filter(
            ({ failed, settledAt }) => !failed && (settledAt === null) === (state === "in_transit"),
          );
          const sum = sent.reduce((total, { amount, fee }) => total + amount - fee, 0);
          if (sum !== booked)
            throw new Broken(`${name} has paid out ${sum} that are ${state}, and ${booked} are booked`);
        }
      }
    },
    counts: () => ({
      "paid out by an upstream": [...books.values()].reduce((sum, { payouts }) => sum + payouts.length, 0),
      "moved to the next upstream": seen.moved.size,
      "drawn by weights": seen.drawn.size,
      "kept from an upstream that rests": seen.rested.size,
      "sent to an upstream that rests": seen.tried.size,
    }),
  };
}

/**
 * Lets an upstream go on with its payouts, each time it is asked for them: what was sent comes to the bank, comes back, or was of another amount, and
 * every other time a part of what it holds is sent.
 */
function goOn({ payments, payouts, asked }: Books, now: Time): void {
  for (const [index, payout] of payouts.entries())
    if (payout.settledAt === null && !payout.failed) {
      const turn = (index + asked) % 5;
      const becomes = [{ settledAt: now }, { settledAt: now }, { failed: true }, { fee: payout.fee + 1 }, {}][turn];
      payouts[index] = { ...payout, ...becomes };
    }
  const back = payouts.findIndex(({ failed }) => failed);
  if (back >= 0 && asked % 3 === 0) payouts[back] = { ...(payouts[back] as TheirPayout), failed: false }; // it is sent again
  const taken = [...payments.values()].reduce((sum, { captured, refunds }) => {
    return sum + captured - [...refunds.values()].reduce((total, amount) => total + amount, 0);
  }, 0);
  const left = payouts.reduce((sum, { failed, amount }) => (failed ? sum : sum - amount), Math.trunc(taken / 2));
  if (asked % 2 === 0 || left < 10_000) return;
  const sent = { amount: left, fee: 3_000, currency: "THB", sentAt: now, settledAt: null, failed: false };
  payouts.push({ payout: `po_${payouts.length + 1}`, ...sent });
}

function anUpstream(name: string, books: Books, random: Random, isClosed: () => boolean): Upstream {
  const { payments } = books;
  const answerOf = (payment: Payment | undefined, reference: string): BankAnswer => {
    switch (payment?.state) {
      case "held":
      case "taken":
        return { answer: "approved", reference, approvalCode: null };
      case "declined":
        return { answer: "declined", reason: "rejected" };
      case "open":
        return { answer: "pending", next: { goTo: `http://${name}/${reference}` }, upstreamId: `${name} ${reference}` };
      default:
        return { answer: "pending" };
    }
  };
  const answerTo = ({ reference, step, original }: PaymentReference & { original: string }): BankAnswer => {
    const payment = payments.get(original);
    if (step === "pay") return answerOf(payment, reference);
    const isDone = step === "capture" ? payment?.state === "taken" : payment?.state === "over";
    return isDone ? { answer: "approved", reference: original, approvalCode: null } : { answer: "pending" };
  };
  const bank: UpstreamBank = {
    open: async ({ reference, amount, capture, cardToken }) => {
      const known = payments.get(reference);
      if (known) return answerOf(known, reference);
      if (isClosed()) throw new NotTaken(`${name} is closed for the night`);
      const payment: Payment = { amount, state: "open", captured: 0, refunds: new Map() };
      payments.set(reference, payment);
      const mood = cardToken === null ? 9 : random.below(10);
      if (mood < 5) {
        if (capture) take(payment);
        else payment.state = "held";
      } else if (mood < 7) payment.state = "declined";
      return answerOf(payment, reference);
    },
    inquire: async (about) => answerTo({ ...about, original: about.reference.split("/")[0] ?? "" }),
    cancel: async ({ reference, amount }) => {
      const payment = payments.get(reference);
      if (!payment) payments.set(reference, { amount, state: "over", captured: 0, refunds: new Map() });
      else if (payment.state === "open") payment.state = "over";
      return answerOf(payments.get(reference), reference);
    },
    capture: async ({ amount }, authorization) => {
      const payment = payments.get(authorization);
      if (payment?.state === "held") take(payment, amount);
      return payment?.state === "taken" ? answerOf(payment, authorization) : { answer: "declined", reason: "rejected" };
    },
    reverse: async (_request, authorization) => {
      const payment = payments.get(authorization);
      if (payment?.state === "held") payment.state = "over";
      return payment?.state === "over"
        ? { answer: "approved", reference: authorization, approvalCode: null }
        : { answer: "declined", reason: "rejected" };
    },
    refund: async ({ reference, amount }, authorization) => {
      const payment = payments.get(authorization);
      const given = [...(payment?.refunds.values() ?? [])].reduce((sum, each) => sum + each, 0);
      if (!payment?.refunds.has(reference) && given + amount > (payment?.captured ?? 0))
        return { answer: "declined", reason: "rejected" };
      payment?.refunds.set(reference, amount);
      return { answer: "approved", reference, approvalCode: null };
    },
    payouts: async ({ until }) => {
      books.asked += 1;
      goOn(books, until);
      return [...books.payouts];
    },
    check: async () => ({ good: true, live: true, name: null }),
  };
  return {
    name,
    label: { en: name, th: name, ja: name },
    hosts: {},
    credentials: [],
    offer: (type) =>
      methodsOfUpstreams.some((each) => each === type)
        ? { verbs: ["open", "capture", "reverse", "refund"], card: "by its token" }
        : undefined,
    answersWithin: { open: seconds(20) },
    tells: "nothing",
    assumed: [],
    connect: () => bank,
  };
}

function take(payment: Payment, amount = payment.amount): void {
  payment.state = "taken";
  payment.captured = amount;
}

const referenceOf = ({ id, source }: Charge): string => source?.providerReference ?? id;

function mustHave<Verb>(verb: Verb | undefined): Verb {
  if (!verb) throw new Broken("an upstream lacks a verb that it offers");
  return verb;
}

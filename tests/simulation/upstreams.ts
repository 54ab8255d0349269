import type { Bank, BankAnswer, PaymentReference } from "../../src/connectors/bank.ts";
import { NotTaken, type Send, type Upstream, type UpstreamBank, type Way } from "../../src/connectors/upstream.ts";
import type { SimulatedPayment } from "../../src/connectors/upstream-simulator.ts";
import { days, seconds, type Time } from "../../src/domain/base/time.ts";
import type { Charge } from "../../src/domain/payment/charge.ts";
import type { Holding } from "../../src/domain/upstream/holding.ts";
import type { TheirPayout } from "../../src/domain/upstream/payout.ts";
import type { TheirPayment } from "../../src/domain/upstream/reconciliation.ts";
import type { Route } from "../../src/domain/upstream/route.ts";
import { Broken } from "./check.ts";
import type { Life } from "./life.ts";
import type { Random } from "./random.ts";
import { type RealUpstreams, realUpstreams } from "./real-upstreams.ts";
import type { PaidOut } from "./tried-upstreams.ts";

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
type Payment = {
  amount: number;
  state: State;
  captured: number;
  takenAt: number | null;
  refunds: Map<string, number>;
};

/** What one upstream has: payments by their references, and what it has paid out, in order. */
type Books = { payments: Map<string, Payment>; payouts: TheirPayout[]; asked: number; dates: number };

/** A payment as it is compared with the books. */
type Seen = Pick<Payment, "state" | "captured"> & Pick<SimulatedPayment, "refunds">;

/** A notification that an upstream has sent, or somebody in its name. */
export type Notice = { upstream: string; headers: Readonly<Record<string, unknown>>; body: string };

/**
 * Upstreams that outlive the gateway's processes, with payers who decide at them: three made up, which have every verb, and those whose connectors are
 * those of live mode.
 */
export type Upstreams = Pick<RealUpstreams, "addresses"> & {
  all: readonly Upstream[];
  /** The line of one process to an upstream, which breaks at random. */
  line(name: string, bank: Bank, life: Life, later: (work: () => Promise<unknown>) => void): Bank;
  /** The way of one process to the servers of upstreams. */
  send(life: Life, later: (work: () => Promise<unknown>) => void): Send;
  /** Credentials that an upstream takes now. */
  credentialsOf(name: string): Readonly<Record<string, string>>;
  /** Gives the merchant other credentials; those before end at once, as after a theft. */
  rotate(name: string): void;
  /** A notification that was sent, perhaps long ago or before, or one that a stranger wrote of a charge; undefined while there is none. */
  someNotice(charge: Charge | undefined): Notice | undefined;
  /** Lets a payer decide at the upstream of a charge, whose page told them where. */
  decide(charge: Charge, paid: boolean): Promise<void>;
  /** Whether an upstream may have taken money in a period, `until` exclusive. */
  hasTaken(name: string, from: number, until: number): boolean;
  /** When the money of a captured charge can be paid out; undefined where its upstream does not tell. */
  transferableAt(charge: Charge): number | undefined;
  /** Whether refunds leave with the money of their charge; else the upstream has a date of its own for each. */
  refundsGoWithTheirCharge(name: string): boolean;
  /** @throws Broken where a charge and the upstreams disagree about the money */
  check(charge: Charge): void;
  /** @throws Broken where what upstreams have paid out is not what is booked */
  checkMoney(holdings: readonly Holding[]): void;
  /** Charges that were seen to be moved, drawn by weights, or kept from an upstream that rests. */
  counts(): Record<string, number>;
};

const methodsOfMadeUp = ["mobile_banking_kbank", "promptpay", "card", "installment_wlb_ktc", "mobile_banking_scb"];
/** What the live account has. Of those that were made up none has the last. */
export const methodsOfUpstreams = [...methodsOfMadeUp, "installment_scb"];

/** Notifications that are kept, to be brought late, once more, or never. */
const noticesMax = 40;
/** Probability that a notification is one that a stranger wrote. */
const forged = 0.2;

/** An order of routes, of which some share payments by weights. */
export function someRoutes(random: Random): Route[] {
  const to = (upstream: string, weight?: number): Route => ({
    ...{ upstream, methods: null, min: null, max: null },
    ...(weight !== undefined && { weight }),
  });
  const atScb = (weight?: number): Route => ({ ...to("scb", weight), methods: ["promptpay", "mobile_banking_scb"] });
  const plans = { ...to("scb"), methods: ["installment_scb"] };
  return random.pick([
    [plans, atScb(), to("north"), to("omise"), to("south"), to("east")],
    [plans, to("north", 2), to("2c2p", 3), atScb(2), to("omise", 3), to("east")],
    [plans, to("north", 1), to("south", 1), to("2c2p", 2), to("east", 1), atScb(1)],
    [to("2c2p"), { ...to("east"), methods: ["card"] }, atScb(60), to("omise", 60), to("north", 40)],
    [to("omise"), to("2c2p"), { ...to("south"), banks: ["kbank"] }, { ...to("east"), max: 1 }, atScb(), to("north")],
    [plans, { ...to("omise"), brands: ["Visa"] }, to("2c2p"), to("omise")],
  ]);
}

/** @param troubled whether a trouble of this probability happens now */
export function someUpstreams(
  random: Random,
  now: () => number,
  troubled: (probability: number) => boolean,
): Upstreams {
  const notices: Notice[] = [];
  const tell = (notice: Notice): void => {
    notices.push(notice);
    if (notices.length > noticesMax) notices.shift();
  };
  const real = realUpstreams(random, now, troubled, tell);
  const keys = new Map<string, number>();
  const books = new Map<string, Books>();
  const booksOf = (name: string): Books => {
    const known = books.get(name) ?? { payments: new Map(), payouts: [], asked: 0, dates: 0 };
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
    paid: {} as Record<string, Set<string>>,
    captured: {} as Record<string, Set<string>>,
    refunded: {} as Record<string, Set<string>>,
  };
  const keyOf = (name: string): string => `key-${keys.get(name) ?? 0}`;
  const madeUp = names.map((name) =>
    anUpstream(name, booksOf(name), {
      ...{ random, now },
      isClosed: () => isClosed(name),
      lets: (key) => key === keyOf(name) || !troubled(1), // in the end every key is good again
    }),
  );
  const all = [...madeUp, ...real.all];

  const eachKind = ["paid", "captured", "refunded"] as const;
  for (const { name } of all) for (const kind of eachKind) seen[kind][name] = new Set();

  /** What an upstream has under a reference. */
  const paymentsAt = (name: string, reference: string): readonly Seen[] => {
    const own = at(name).get(reference);
    if (!own) return real.payments(name, reference);
    return [{ ...own, refunds: [...own.refunds].map(([of, amount]) => ({ reference: of, amount })) }];
  };

  return {
    all,
    addresses: real.addresses,
    send: real.send,
    credentialsOf: (name) => real.credentialsOf(name) ?? { key: keyOf(name) },
    rotate: (name) => {
      if (real.credentialsOf(name)) real.rotate(name);
      else keys.set(name, (keys.get(name) ?? 0) + 1);
    },
    someNotice: (charge) => {
      const told = notices.length > 0 ? random.pick(notices) : undefined;
      if (!charge?.upstream || !random.chance(forged)) return told;
      const reference = referenceOf(charge);
      return real.forge(charge, reference) ?? noticeOf(charge.upstream, reference);
    },
    line: (name, bank, life, later) => {
      if (real.all.some((each) => each.name === name)) return bank;
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
    decide: async (charge, paid) => {
      if (charge.upstream === null) return;
      await real.decide(charge, referenceOf(charge), paid);
      const payment = at(charge.upstream).get(referenceOf(charge));
      if (payment?.state !== "open") return;
      if (!paid) payment.state = "declined";
      else if (charge.capture) take(payment, now());
      else payment.state = "held";
      tell(noticeOf(charge.upstream, referenceOf(charge)));
    },
    hasTaken: (name, from, until) =>
      real.all.some((each) => each.name === name) || // they are asked anyway
      [...at(name).values()].some(({ takenAt }) => takenAt !== null && takenAt >= from && takenAt < until),
    transferableAt: (charge) =>
      transferableAt(at(charge.upstream ?? "").get(referenceOf(charge))) ??
      real.payments(charge.upstream ?? "", referenceOf(charge)).find(({ captured }) => captured > 0)?.transferableAt,
    refundsGoWithTheirCharge: (name) => madeUp.some((each) => each.name === name),
    check: (charge) => {
      const reference = referenceOf(charge);
      const holders = all
        .flatMap(({ name }) => paymentsAt(name, reference).map((payment) => ({ name, payment })))
        .filter(({ payment }) => payment.state === "held" || payment.captured > 0);
      const says = `charge ${charge.id} is ${charge.state} at ${charge.upstream}`;
      const { id, routing } = charge;
      const told = routing.map(({ upstream }) => upstream);
      if (told.at(-1) !== charge.upstream) throw new Broken(`${says}, and was sent to ${told.join(", then ")}`);
      if (new Set(told).size < told.length)
        throw new Broken(`${says}, and was sent twice to one of ${told.join(", ")}`);
      for (const { name } of all)
        if (name !== charge.upstream && paymentsAt(name, reference).some(({ state }) => state === "open"))
          throw new Broken(`${says}, and its payer can pay at ${name}, too`);
      const whys = routing.flatMap(({ why, passed }) => [why, ...passed.map((left) => left.why)]);
      if (told.length > 1) seen.moved.add(id);
      if (whys.some((why) => why.includes("was drawn"))) seen.drawn.add(id);
      if (whys.some((why) => why.startsWith("it rests"))) seen.rested.add(id);
      if (whys.some((why) => why.includes("is tried though it rests"))) seen.tried.add(id);
      if (holders.length > 1)
        throw new Broken(`${says}, and money is held for it twice: ${holders.map(({ name }) => name).join(" and ")}`);
      const [holder] = holders;
      const isOver = charge.state === "failed" || charge.state === "expired" || charge.state === "reversed";
      if (isOver && holder) throw new Broken(`${says}, although ${holder.name} holds money for it`);
      if ((charge.state === "captured" || charge.state === "authorized") && holder?.name !== charge.upstream)
        throw new Broken(`${says}, which holds no money for it`);
      if (charge.state === "captured" && holder?.payment?.captured !== charge.capturedAmount)
        throw new Broken(`${says} with ${charge.capturedAmount}, and there are ${holder?.payment?.captured}`);
      if (charge.state === "captured" && charge.upstream) seen.paid[charge.upstream]?.add(id);
      if (charge.state === "captured" && !charge.capture) seen.captured[charge.upstream ?? ""]?.add(id);
      if (charge.refunds.some(({ state }) => state === "closed")) seen.refunded[charge.upstream ?? ""]?.add(id);
      checkRefunds(charge, holder?.payment.refunds ?? [], says);
    },
    checkMoney: (holdings) => {
      for (const { name } of all) {
        const isMadeUp = madeUp.some((each) => each.name === name);
        const payouts: readonly PaidOut[] | undefined = isMadeUp ? booksOf(name).payouts : real.payouts(name);
        if (!payouts) continue;
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
      ...Object.fromEntries(
        eachKind.flatMap((kind) =>
          Object.entries(seen[kind]).map(([name, charges]) => [`${kind} at ${name}`, charges.size]),
        ),
      ),
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

/**
 * Each refund that is closed was made, and whatever was given back is a refund of ours, once and with its amount. A void gives back everything, under no
 * name of ours.
 */
function checkRefunds({ refunds, capturedAmount }: Charge, made: Seen["refunds"], says: string): void {
  const of = (id: string) => made.filter(({ reference }) => reference === id || reference === null);
  for (const { id, state, amount } of refunds) {
    const found = of(id);
    if (found.length > 1) throw new Broken(`${says}, and its refund ${id} was made ${found.length} times`);
    if (state === "closed" && found.length === 0) throw new Broken(`${says}, and its refund ${id} was not made`);
    if (found[0] && found[0].amount !== amount)
      throw new Broken(`${says}, and its refund ${id} of ${amount} was made with ${found[0].amount}`);
  }
  const strange = made.find(({ reference, amount }) =>
    reference === null ? amount !== capturedAmount : !refunds.some(({ id }) => id === reference),
  );
  if (strange) throw new Broken(`${says}, and ${strange.amount} were given back as ${strange.reference ?? "a void"}`);
}

const names = ["north", "south", "east"] as const;

const noticeOf = (upstream: string, reference: string): Notice => ({
  ...{ upstream, headers: {} },
  body: JSON.stringify({ reference }),
});

type Side = {
  random: Random;
  now: () => number;
  isClosed: () => boolean;
  /** Whether a merchant with this key is let in. */
  lets: (key: string | undefined) => boolean;
};

function anUpstream(name: string, books: Books, { random, now, isClosed, lets }: Side): Upstream {
  const { payments } = books;
  const answerOf = (payment: Payment | undefined, reference: string): BankAnswer => {
    switch (payment?.state) {
      case "held":
        return { answer: "approved", reference, approvalCode: null };
      case "taken":
        return { answer: "approved", reference, approvalCode: null, transaction: reference };
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
  const bank: Required<Pick<UpstreamBank, "open" | "capture" | "reverse" | "refund">> & UpstreamBank = {
    open: async ({ reference, amount, capture, cardToken }) => {
      const known = payments.get(reference);
      if (known) return answerOf(known, reference);
      if (isClosed()) throw new NotTaken(`${name} is closed for the night`);
      const payment: Payment = { amount, state: "open", captured: 0, takenAt: null, refunds: new Map() };
      payments.set(reference, payment);
      const mood = cardToken === null ? 9 : random.below(10);
      if (mood < 5) {
        if (capture) take(payment, now());
        else payment.state = "held";
      } else if (mood < 7) payment.state = "declined";
      return answerOf(payment, reference);
    },
    inquire: async (about) => answerTo({ ...about, original: about.reference.split("/")[0] ?? "" }),
    cancel: async ({ reference, amount }) => {
      const payment = payments.get(reference);
      if (!payment) payments.set(reference, { amount, state: "over", captured: 0, takenAt: null, refunds: new Map() });
      else if (payment.state === "open") payment.state = "over";
      return answerOf(payments.get(reference), reference);
    },
    capture: async ({ amount }, authorization) => {
      const payment = payments.get(authorization);
      if (payment?.state === "held") take(payment, now(), amount);
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
    // every third date is not told
    transferableAt: async (transaction) => {
      books.dates += 1;
      const date = books.dates % 3 === 0 ? undefined : transferableAt(payments.get(transaction));
      if (date === undefined) throw new Error(`${name} does not tell the date of ${transaction}`);
      return date;
    },
    payouts: async ({ until }) => {
      books.asked += 1;
      goOn(books, until);
      return [...books.payouts];
    },
    check: async () => ({ good: true, live: true, name: null }),
    notified: async ({ body }) => ({ reference: String(JSON.parse(body).reference), says: body, answer: {} }),
    settled: async ({ from, until }) =>
      [...payments].flatMap(([reference, { captured, takenAt }]): TheirPayment[] => {
        if (takenAt === null || takenAt < from || takenAt >= until) return [];
        const paid = { payment: reference, reference, amount: captured, currency: "THB", costs: null, paidAt: takenAt };
        return [{ ...paid, transferableAt: takenAt + heldFor }];
      }),
  };
  /** The bank as a merchant with these credentials reaches it: with none that are good nothing is carried out. */
  const connect = ({ credentials }: Pick<Way, "credentials">): UpstreamBank => {
    const letIn =
      <Asked extends unknown[], Answer>(verb: (...asked: Asked) => Promise<Answer>) =>
      async (...asked: Asked): Promise<Answer> => {
        if (!lets(credentials["key"])) throw new NotTaken(`${name} does not know this key`);
        return verb(...asked);
      };
    return {
      ...bank,
      ...{ open: letIn(bank.open), capture: letIn(bank.capture), reverse: letIn(bank.reverse) },
      ...{ refund: letIn(bank.refund), inquire: letIn(bank.inquire), cancel: letIn(bank.cancel) },
    };
  };
  return {
    name,
    label: { en: name, th: name, ja: name },
    hosts: {},
    credentials: [
      {
        name: "key",
        label: { en: "Key", th: "คีย์" },
        hint: { en: "", th: "" },
        ...{ secret: true, form: /^key-\d+$/, says: "is no key" },
      },
    ],
    offer: (type) =>
      methodsOfMadeUp.some((each) => each === type)
        ? { verbs: ["open", "capture", "reverse", "refund"], card: "by its token" }
        : undefined,
    answersWithin: { open: seconds(20) },
    tells: "unsigned",
    assumed: [],
    connect,
  };
}

function take(payment: Payment, at: number, amount = payment.amount): void {
  payment.state = "taken";
  payment.captured = amount;
  payment.takenAt = at;
}

/** How long an upstream that was made up holds money. */
const heldFor = days(3);
const transferableAt = (payment: Payment | undefined): number | undefined =>
  payment?.takenAt == null ? undefined : payment.takenAt + heldFor;

const referenceOf = ({ id, source }: Charge): string => source?.providerReference ?? id;

function mustHave<Verb>(verb: Verb | undefined): Verb {
  if (!verb) throw new Broken("an upstream lacks a verb that it offers");
  return verb;
}

import { threeDsName } from "../../src/connectors/bank.ts";
import { challenges, declines } from "../../src/connectors/omise/simulator.ts";
import { dateInBangkok } from "../../src/domain/base/bangkok.ts";
import { Refusal } from "../../src/domain/base/errors.ts";
import { days, hours, minutes, seconds } from "../../src/domain/base/time.ts";
import type { Customer } from "../../src/domain/customer/customer.ts";
import type { Dispute } from "../../src/domain/dispute/dispute-row.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import type { Charge } from "../../src/domain/payment/charge.ts";
import { plainRequest } from "../../src/domain/payment/create-charge.ts";
import { failureCodesOf } from "../../src/domain/payment/method.ts";
import type { Refund } from "../../src/domain/payment/refund-row.ts";
import { nothingGiven } from "../../src/domain/payment/source-field.ts";
import { createToken, type TokenResult } from "../../src/operations/card/token.ts";
import { allowChain, opened, revokeChain } from "../../src/operations/chain/chain.ts";
import * as customers from "../../src/operations/customer/customer.ts";
import { deleteCard } from "../../src/operations/customer/saved-card.ts";
import {
  answerRegistration,
  createLinkedAccount,
  getLinkedAccount,
} from "../../src/operations/debit/linked-account.ts";
import * as disputes from "../../src/operations/dispute/dispute.ts";
import { addDocument, deleteDocument } from "../../src/operations/dispute/document.ts";
import type { Caller, Gateway } from "../../src/operations/gateway.ts";
import { once } from "../../src/operations/idempotency.ts";
import { cancelSession, createSession, getSession, paySession } from "../../src/operations/link/checkout-session.ts";
import type { HostedPayment } from "../../src/operations/link/hosted.ts";
import { createLink, deleteLink, getLink, payLink } from "../../src/operations/link/link.ts";
import { createGatekeeper } from "../../src/operations/merchant/gatekeeper.ts";
import * as charges from "../../src/operations/payment/charge.ts";
import { takeNotification } from "../../src/operations/payment/notification.ts";
import { type Visit, visit } from "../../src/operations/payment/payer.ts";
import { createRefund } from "../../src/operations/payment/refund.ts";
import { createSource, type SourceResult } from "../../src/operations/payment/source.ts";
import { authenticate, returned } from "../../src/operations/payment/three-ds.ts";
import { createRecipient, deleteRecipient, verifyRecipient } from "../../src/operations/payout/recipient.ts";
import * as transfers from "../../src/operations/payout/transfer.ts";
import { moveClock } from "../../src/operations/sandbox/clock.ts";
import { markCharge, play } from "../../src/operations/sandbox/play.ts";
import * as schedules from "../../src/operations/schedule/schedule.ts";
import { tokenOf } from "../../src/operations/upstream/address.ts";
import { connect, disconnect } from "../../src/operations/upstream/connection.ts";
import { reconciledUpstreams } from "../../src/operations/upstream/reconcile.ts";
import { setRoutes } from "../../src/operations/upstream/route.ts";
import type { Outbound } from "../../src/webhooks/outbound.ts";
import { findCharge } from "../kit/find.ts";
import { methodOf, standardMethods } from "../kit/methods.ts";
import { amountFor, currencyOf } from "../kit/paying.ts";
import { Broken } from "./check.ts";
import type { Hanging } from "./faults.ts";
import type { Life } from "./life.ts";
import type { Random } from "./random.ts";
import { throwAway } from "./throw-away.ts";
import { someRoutes, type Upstreams } from "./upstreams.ts";
import { wayOf } from "./ways.ts";

/** Merchants, payers and webhook receivers that act at random. */
export type Actors = {
  meet(account: Account): void;
  /** Starts a random act of one of them; `when` names this time in the transcript. */
  act(gateway: Gateway, when: string): void;
  /**
   * @param timeOf the time of an event's account
   * @param patience resolves when an attempt takes too long
   */
  receive(
    life: Life,
    post: Parameters<Outbound["post"]>[0],
    timeOf: (event: string) => number,
    patience: () => Promise<void>,
  ): ReturnType<Outbound["post"]>;
  /** Ids of the events that receivers have accepted. */
  heard: ReadonlySet<string>;
  /** Lets receivers accept everything from now on. */
  recover(): void;
  /** Lets the clocks of all accounts run. */
  letClocksRun(gateway: Gateway): void;
  /** Connects the live account to every upstream again. */
  connectAgain(gateway: Gateway): void;
  /** Records an error that must not happen. */
  report(error: unknown): void;
  /** Checks the actors' knowledge: one object for each key; every answered object exists. */
  check(): void;
  counts(): Record<string, number>;
};

type Act = (gateway: Gateway, account: Account) => Promise<unknown>;
type Known = { account: Account; id: string };

/** A request with an idempotency key, kept for a repeat. */
type Sent = {
  account: Account;
  at: number;
  key: string;
  fingerprint: string;
  work: (gateway: Gateway, caller: Caller) => Promise<{ id: string }>;
};

/** Card numbers: approved, declined, and one for each result of authentication (Y, A, N, U); all others are challenged. */
const numbers = [
  "4242424242424242",
  "5555555555554444",
  "4111111111140011",
  "4111111111110014",
  "4999000100030100",
  "4999000400070004",
  "4111111111150002",
  "4111111111140003",
  "4999000400060005",
  "4111111111100007",
];
/** How often somebody of an account outside Thailand acts. */
const abroadActs = 0.15;
/** How often somebody of the live account acts, or something happens to it. */
const liveActs = 0.36;
/** What is at a linked account, and that its payer refuses. */
const consents = [
  { purse: "full" },
  { purse: "full" },
  { purse: "empty" },
  { purse: "closed" },
  { declined: "cancelled" },
] as const;
/** Codes that are paid, that wait for their payer, and that have no money. */
const scannedCodes = ["280000000000001234", "280000000000000009", "280000000000000011"];
const recent = 30;
/** Most acts choose one of this many newest objects, since older ones are mostly final. */
const newest = 3;

const latest = {
  limit: newest,
  offset: 0,
  from: 0,
  to: Number.MAX_SAFE_INTEGER,
  order: "reverse_chronological",
} as const;

const evidence = { filename: "receipt.pdf", contentType: "application/pdf", contents: Buffer.from("%PDF-1.7") };

const browser = { accept: "*/*", userAgent: "simulated", language: "th", ip: null, script: null };

/** Merchants repeat a request for less than the day that its key is remembered. */
const keysHeldFor = hours(20);

/** Lease of a delivery: nobody else sends it for this time. */
const leasedFor = seconds(30);

/** The merchant whose receivers hang, and whose payments K PLUS does not answer. */
export const hangingShop = "Hanging Shop";

/** Number of hosts that accept connections and never answer, and of payments at once that name them. */
const hangingHosts = 10;
const burst = 4;

export function someActors(
  random: Random,
  note: (line: string) => void,
  now: () => number,
  { hanging, upstreams }: { hanging: Hanging; upstreams: Upstreams },
): Actors {
  /** Accounts in Thailand, which have most of the ways to pay and all of the payouts. */
  const accounts: Account[] = [];
  const abroad: Account[] = [];
  /** For each account, how many charges were decided on the test phone. */
  const turns = new Map<string, number>();
  /** Linked accounts that were answered, and those whose payer has agreed. */
  const linkedAccounts: Known[] = [];
  const agreed: Known[] = [];
  let hangingAccount: Account | undefined;
  let liveAccount: Account | undefined;
  const tokens: Known[] = [];
  const sources: (Known & { amount: number; type: string })[] = [];
  const links: Known[] = [];
  const sessions: Known[] = [];
  const known: Known[] = [];
  /** Customers that were answered. */
  const met: Known[] = [];
  /** Disputes that were answered. */
  const disputed: Known[] = [];
  /** Schedules that were answered. */
  const planned: Known[] = [];
  /** Recipients and transfers that were answered. */
  const payees: Known[] = [];
  const payouts: Known[] = [];
  /** Chains that were allowed, by their platform, with the account that the key acts for, and whether their end was answered. */
  const chains: (Known & { key: string; merchant: Account; ended: boolean })[] = [];
  /** The known charges that were answered as captured, or as authorized. */
  const paid: Known[] = [];
  const held: Known[] = [];
  const heard = new Set<string>();
  /** For each event the try that reached its receiver last, until it is answered. */
  const underWay = new Map<string, Try>();
  const sent: Sent[] = [];
  const answeredUnder = new Map<string, string>();
  const counts: Record<string, number> = {};
  let failure: unknown;
  let keys = 0;
  let cardTokens = 0;
  let receiversAre: "well" | "down" | "as they like" = "as they like";

  const count = (what: string): void => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const remember = <T>(list: T[], item: T): void => {
    list.push(item);
    if (list.length > recent) list.shift();
  };
  const some = <T extends Known>(list: T[], account: Account): T | undefined => {
    const own = list.filter((item) => item.account.id === account.id);
    return own.length === 0 ? undefined : random.pick(random.chance(0.6) ? own.slice(-newest) : own);
  };

  /** Sends a request, half of the time with an idempotency key, and keeps it for a repeat. */
  async function send(gateway: Gateway, request: Sent, keyed = random.chance(0.5)): Promise<void> {
    const { account } = request;
    if (!keyed) {
      const caller = { account: await current(gateway, account), intention: null };
      answered(account, (await request.work(gateway, caller)).id);
      return;
    }
    remember(sent, request);
    const impatient = random.chance(0.2);
    await Promise.all([sendKeyed(gateway, request), ...(impatient ? [sendKeyed(gateway, request)] : [])]);
  }

  /** A token of an upstream: of a card that is good, that its issuer declines, or whose holder is asked first; now and then one that was used. */
  function cardToken(): string {
    if (random.chance(0.1)) return `tokn_theirs${random.below(cardTokens + 1)}`;
    cardTokens += 1;
    return `tokn_theirs${random.pick(["", "", "", "", declines, challenges, "jcb"])}${cardTokens}`;
  }

  /** The live account as it is now, since its routes change; other accounts do not. */
  const current = async ({ store }: Gateway, account: Account): Promise<Account> =>
    (account.livemode && (await store.account.get(account.id))) || account;

  async function sendKeyed(gateway: Gateway, request: Sent): Promise<void> {
    const account = await current(gateway, request.account);
    const answer = (result: unknown) => (result as { id: string }).id; // every `work` returns an object with an id
    const { status, text } = await once(
      gateway,
      account,
      { ...request, answer, refusal: (refusal) => refusal.code },
      (caller) => request.work(gateway, caller),
      async (reference) => reference,
    );
    const before = answeredUnder.get(request.key);
    if (before !== undefined && before !== text)
      throw new Broken(`key ${request.key} was answered ${before} and then ${text}`);
    answeredUnder.set(request.key, text);
    if (status === 200) answered(account, text);
    else count(`refused again ${text}`);
  }

  function answered(account: Account, id: string): void {
    count(`answered ${id.split("_")[0]}`);
    if (id.startsWith("chrg_")) remember(known, { account, id });
    if (id.startsWith("cust_")) remember(met, { account, id });
    if (id.startsWith("link_")) remember(links, { account, id });
    if (id.startsWith("chks_")) remember(sessions, { account, id });
    if (id.startsWith("dspt_")) remember(disputed, { account, id });
    if (id.startsWith("schd_")) remember(planned, { account, id });
    if (id.startsWith("recp_")) remember(payees, { account, id });
    if (id.startsWith("trsf_")) remember(payouts, { account, id });
    if (id.startsWith("lnac_")) remember(linkedAccounts, { account, id });
  }

  function request({ now }: Gateway, account: Account, work: Sent["work"]): Sent {
    keys += 1;
    return { account, at: now(), key: `key-${keys}`, fingerprint: `print-${keys}`, work };
  }

  /** Payers of one hosted page, now and then two at the same moment, by card or in K PLUS. */
  async function payers(
    gateway: Gateway,
    account: Account,
    pay: (payment: HostedPayment) => Promise<Charge>,
  ): Promise<void> {
    const byCard = random.chance(0.5) || account.country !== "TH";
    const cards = Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => some(tokens, account));
    await Promise.all(
      cards.map(async (token) => {
        const caller = { account, intention: null };
        const source = byCard
          ? undefined
          : await createSource(gateway, caller, "mobile_banking_kbank", sourceOf(150000));
        const made = { source: source?.source.id, card: byCard ? token?.id : undefined, ip: "::1", language: null };
        const charge = await pay(made);
        answered(account, charge.id);
        noteOutcome(account, charge);
      }),
    );
  }

  const newCharge =
    (payment: charges.PaymentRequest, amount: number, patch: object = {}) =>
    (gateway: Gateway, caller: Caller) =>
      charges.createCharge(gateway, caller, payment, {
        ...plainRequest,
        amount,
        currency: caller.account.currency,
        returnUri: "http://shop.example/",
        ...patch,
      });

  /** @param list charges for which this is likely to succeed */
  const onCharge = (
    work: (gateway: Gateway, caller: Caller, id: string) => Promise<Charge | Refund | Dispute>,
    list: Known[] = known,
  ): Act => {
    return async (gateway, account) => {
      const charge = (random.chance(0.7) ? some(list, account) : undefined) ?? some(known, account);
      if (!charge) return;
      note(`  with ${charge.id}`);
      await send(
        gateway,
        request(gateway, account, (current, caller) => work(current, caller, charge.id)),
      );
    };
  };

  const onCustomer = (work: (gateway: Gateway, caller: Caller, id: string) => Promise<Customer>): Act => {
    return async (gateway, account) => {
      const customer = some(met, account);
      if (!customer) return;
      await send(
        gateway,
        request(gateway, account, (current, caller) => work(current, caller, customer.id)),
      );
    };
  };

  /** A customer as stored, unless deleted. */
  async function someCustomer({ store }: Gateway, account: Account): Promise<Customer | undefined> {
    const customer = some(met, account);
    return customer && store.customer.get(account.id, customer.id);
  }

  /** A dispute that waits for an answer. An issuer opens some at once, which no act has answered. */
  async function someOpenDispute({ store }: Gateway, account: Account): Promise<{ id: string } | undefined> {
    const { rows } = await store.dispute.list(account.id, latest, ["open"]);
    return rows.length === 0 ? undefined : random.pick(rows);
  }

  /** Opens a payer's page. */
  async function arrive(gateway: Gateway, account: Account, charge = some(known, account)): Promise<Visit | undefined> {
    const stored = charge && (await findCharge(gateway.store, charge.id));
    if (!stored?.page) return undefined;
    note(`  on the page of ${stored.id}`);
    return visit(gateway, stored.page);
  }

  /** Acts as a cardholder, who may leave at any step and never come back. */
  async function beCardholder(gateway: Gateway, visited: Visit): Promise<void> {
    const { charge, challenge } = await authenticate(gateway, visited, browser, "http://simulated/authenticated");
    if (!challenge || random.chance(0.2)) return;
    const { acs } = gateway.simulation;
    const id = await acs.open(challenge.creq, null);
    if (id === undefined || random.chance(0.1)) return;
    for (let seen = await acs.look(id); seen?.step === "asked"; seen = await acs.look(id)) {
      const mood = random.below(10);
      if (mood === 0) return;
      if (mood === 1) await acs.cancel(id);
      else if (mood === 2) await acs.resend(id, seen.turn);
      else await acs.enter(id, mood < 5 ? "wrong" : seen.code, seen.turn);
    }
    const after = await acs.look(id);
    if (after?.step !== "over" || random.chance(0.2)) return;
    const back = { ...visited, charge };
    await Promise.all(
      Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => returned(gateway, back, after.cres)), // or back twice
    );
    count("came back from the issuer");
  }

  const noteOutcome = (account: Account, charge: Charge): void => {
    if (charge.state === "captured") remember(paid, { account, id: charge.id });
    if (charge.state === "authorized") remember(held, { account, id: charge.id });
  };

  /** Work that remembers what became of its charge. */
  const noting =
    (work: (gateway: Gateway, caller: Caller) => Promise<Charge>): Sent["work"] =>
    async (gateway, caller) => {
      const charge = await work(gateway, caller);
      noteOutcome(caller.account, charge);
      return charge;
    };

  const acts: Record<string, Act> = {
    token: async (gateway, account) => {
      const card = {
        name: "Payer",
        number: random.pick(numbers),
        expirationMonth: "12",
        expirationYear: "2030",
        securityCode: "123",
      };
      const { token }: TokenResult = await createToken(gateway, { account, intention: null }, card);
      remember(tokens, { account, id: token.id });
    },
    source: async (gateway, account) => {
      const type = random.pick(["mobile_banking_kbank", "installment_wlb_ktc"]);
      const amount = random.pick([300000, 500000]);
      const { source }: SourceResult = await createSource(
        gateway,
        { account, intention: null },
        type,
        sourceOf(amount),
      );
      remember(sources, { account, id: source.id, amount, type });
    },
    kplus: (gateway, account) =>
      send(
        gateway,
        request(
          gateway,
          account,
          newCharge({ source: { type: "mobile_banking_kbank", request: sourceOf(150000) }, card: undefined }, 150000),
        ),
      ),
    // by each way in turn, and often paid at once
    byPhone: async (gateway, account) => {
      const onPhone = standardMethods.in(account.currency).all.filter(({ bank }) => bank === "phone");
      const ways = [...Map.groupBy(onPhone, (method) => wayOf(account.country, method)).values()];
      const turn = turns.get(account.id) ?? 0;
      turns.set(account.id, turn + 1);
      const method = random.pick(ways[turn % ways.length] ?? onPhone);
      const [amount, currency] = [amountFor(method), currencyOf(method)];
      const details = {
        ...{ name: "Payer", email: "payer@example.com", phoneNumber: "0812345678", barcode: random.pick(scannedCodes) },
        ...{ shipping: { street1: "1 Silom", city: "Bangkok" }, items: [anItem] },
        bank: method.banks?.[0]?.code,
        installmentTerm: method.installment?.terms[0],
      };
      const source = { type: method.type, request: { ...nothingGiven, amount, currency, ...details } };
      await send(gateway, request(gateway, account, newCharge({ source, card: undefined }, amount, { currency })));
      const latest = known.findLast((each) => each.account.id === account.id);
      const visited = random.chance(0.6) ? await arrive(gateway, account, latest) : undefined;
      if (visited?.method.bank === "phone") noteOutcome(account, await play(gateway, visited, "successful"));
    },
    // their cardholder confirms them by "authenticate"
    installments: async (gateway, account) => {
      const caller = { account, intention: null };
      const card = { name: "Payer", number: "4242424242424242", expirationMonth: "12", expirationYear: "2030" };
      const { token } = await createToken(gateway, caller, { ...card, securityCode: "123" });
      const source = { type: "installment_wlb_ktc", request: sourceOf(300000) };
      await send(gateway, request(gateway, account, newCharge({ source, card: token.id }, 300000)));
      const latest = known.findLast((each) => each.account.id === account.id);
      const visited = await arrive(gateway, account, latest);
      if (visited?.charge.card) await beCardholder(gateway, visited);
    },
    linkAccount: async (gateway, account) => {
      const type = random.pick(["direct_debit_kbank", "direct_debit_scb"]);
      const wanted = { returnUri: "http://shop.example/", metadata: {} };
      await send(
        gateway,
        request(gateway, account, (current, caller) => createLinkedAccount(current, caller, type, wanted)),
      );
    },
    // two answers of the same moment, now and then: the first stands
    answerLink: async (gateway, account) => {
      const named = some(linkedAccounts, account);
      if (!named) return;
      const linked = await getLinkedAccount(gateway, account.id, named.id);
      const asked = { linked, account, method: methodOf(linked.type) };
      const answers = Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => random.pick(consents));
      const after = await Promise.all(answers.map((each) => answerRegistration(gateway, asked, each)));
      if (new Set(after.map(({ state, mandate }) => `${state} ${mandate}`)).size > 1)
        throw new Broken(`linked account ${linked.id} was told two answers of its payer`);
      if (after[0]?.state === "successful") remember(agreed, named);
    },
    giveLinked: async (gateway, account) => {
      const [named, owner] = [some(linkedAccounts, account), await someCustomer(gateway, account)];
      if (!named || !owner) return;
      await send(
        gateway,
        request(gateway, account, (current, caller) =>
          customers.updateCustomer(current, caller, owner.id, {}, undefined, named.id),
        ),
      );
    },
    debit: async (gateway, account) => {
      const linkedAccount = ((random.chance(0.8) ? some(agreed, account) : undefined) ?? some(linkedAccounts, account))
        ?.id;
      if (linkedAccount === undefined) return;
      const payment = { source: undefined, card: undefined, linkedAccount };
      await send(gateway, request(gateway, account, newCharge(payment, 100000)));
    },
    burst: async (gateway) => {
      const source = { type: "mobile_banking_kbank", request: sourceOf(150000) };
      for (let count = 0; count < burst && hangingAccount; count += 1) {
        const webhookEndpoints = [`http://hangs-${random.below(hangingHosts)}.example/`];
        const create = newCharge({ source, card: undefined }, 150000, { webhookEndpoints });
        const { id } = await create(gateway, { account: hangingAccount, intention: null });
        const charge = await findCharge(gateway.store, id);
        if (charge?.source?.providerReference) hanging.references.add(charge.source.providerReference);
      }
    },
    hang: async () => {
      const bank = random.pick(["kplus", "phone", "card", "direct_debit", threeDsName]);
      note(`  ${bank} does not answer any more`);
      hanging.banks.add(bank);
    },
    sourceCharge: async (gateway, account) => {
      const source = some(sources, account);
      const token = some(tokens, account);
      if (!source) return;
      const card = source.type.startsWith("installment") ? token?.id : undefined;
      await send(gateway, request(gateway, account, newCharge({ source: source.id, card }, source.amount)));
    },
    cardCharge: async (gateway, account) => {
      const token = some(tokens, account);
      if (!token) return;
      const currency = random.pick([account.currency, account.currency, "USD", "JPY"]);
      const patch = {
        capture: random.chance(0.5),
        preAuth: random.chance(0.5),
        threeDSecure: random.chance(0.4),
        currency,
      };
      await send(gateway, request(gateway, account, newCharge({ source: undefined, card: token.id }, 100000, patch)));
    },
    customer: async (gateway, account) => {
      const card = some(tokens, account)?.id;
      await send(
        gateway,
        request(gateway, account, (current, caller) => customers.createCustomer(current, caller, {}, card)),
      );
    },
    addCard: onCustomer((gateway, caller, id) => {
      const card = some(tokens, caller.account)?.id;
      return customers.updateCustomer(gateway, caller, id, { description: `note ${random.below(100)}` }, card);
    }),
    customerCharge: async (gateway, account) => {
      const owner = await someCustomer(gateway, account);
      if (!owner) return;
      const card = random.chance(0.5) && owner.cards.length > 0 ? random.pick(owner.cards).id : undefined;
      const patch = { capture: random.chance(0.5), threeDSecure: random.chance(0.4) };
      const payment = { source: undefined, card, customer: owner.id };
      await send(gateway, request(gateway, account, newCharge(payment, 100000, patch)));
    },
    deleteCard: async (gateway, account) => {
      const owner = await someCustomer(gateway, account);
      if (!owner || owner.cards.length === 0) return;
      const { id } = random.pick(owner.cards);
      await send(
        gateway,
        request(gateway, account, (current, caller) => deleteCard(current, caller, owner.id, id)),
      );
    },
    deleteCustomer: async (gateway, account) => {
      const owner = random.chance(0.3) ? await someCustomer(gateway, account) : undefined;
      if (!owner) return;
      await send(
        gateway,
        request(gateway, account, (current, caller) => customers.deleteCustomer(current, caller, owner.id)),
      );
    },
    link: async (gateway, account) => {
      const wanted = { amount: 150000, currency: account.currency, title: "Order", description: "Bowls" };
      const multiple = random.chance(0.3);
      await send(
        gateway,
        request(gateway, account, (current, caller) => createLink(current, caller, { ...wanted, multiple })),
      );
    },
    payLink: async (gateway, account) => {
      const named = some(links, account);
      if (!named) return;
      note(`  with ${named.id}`);
      await payers(gateway, account, async (payment) => {
        const link = await getLink(gateway, account.id, named.id);
        return payLink(gateway, { link, account }, payment);
      });
    },
    unlink: async (gateway, account) => {
      const link = random.chance(0.2) ? some(links, account) : undefined;
      if (link) await deleteLink(gateway, { account, intention: null }, link.id);
    },
    session: async (gateway, account) => {
      const urls = { completeUrl: "https://shop.example/done", cancelUrl: "https://shop.example/cart" };
      const wanted = {
        ...urls,
        amount: 150000,
        currency: account.currency,
        orderId: null,
        description: null,
        methods: ["card", "mobile_banking"],
        metadata: {},
        style: null,
        locale: null,
        autoCapture: random.chance(0.8),
      };
      await send(
        gateway,
        request(gateway, account, (current, caller) => createSession(current, caller, wanted)),
      );
    },
    paySession: async (gateway, account) => {
      const named = some(sessions, account);
      if (!named) return;
      note(`  with ${named.id}`);
      await payers(gateway, account, async (payment) => {
        const session = await getSession(gateway, account.id, named.id);
        return paySession(gateway, { session, account }, payment);
      });
    },
    cancelSession: async (gateway, account) => {
      const named = random.chance(0.2) ? some(sessions, account) : undefined;
      if (!named) return;
      await cancelSession(gateway, { session: await getSession(gateway, account.id, named.id), account });
    },
    schedule: async (gateway, account) => {
      const owner = await someCustomer(gateway, account);
      if (!owner) return;
      const [startIn, lasts] = [random.below(3), random.below(6)];
      const wanted = {
        recurrence: { every: 1 + random.below(2), period: "day" },
        startOn: dateInBangkok(gateway.clock.of(account.id) + days(startIn)),
        endOn: dateInBangkok(gateway.clock.of(account.id) + days(startIn + lasts)),
        customer: owner.id,
        card: random.chance(0.3) ? (owner.cards[0]?.id ?? null) : null,
        amount: 100000,
        currency: account.currency,
        recipient: null,
        balanceBps: null,
        description: null,
        metadata: {},
      } as const;
      await send(
        gateway,
        request(gateway, account, (current, caller) => schedules.createSchedule(current, caller, wanted)),
      );
    },
    deleteSchedule: async (gateway, account) => {
      const schedule = random.chance(0.3) ? some(planned, account) : undefined;
      if (!schedule) return;
      await send(
        gateway,
        request(gateway, account, (current, caller) => schedules.deleteSchedule(current, caller, schedule.id)),
      );
    },
    recipient: async (gateway, account) => {
      // the last two cannot be paid, and are not verified
      const number = random.pick(["1234567890", "1234567890", "0000000004", "0000000005", "0000000001"]);
      const bankAccount = { bank: "scb", number, name: "Malee" };
      const wanted = { name: "Malee", type: "individual", bankAccount } as const;
      await send(
        gateway,
        request(gateway, account, (current, caller) => createRecipient(current, caller, wanted)),
      );
    },
    changeRecipient: async (gateway, account) => {
      const recipient = some(payees, account);
      if (!recipient) return;
      const act = random.below(5) === 0 ? deleteRecipient : verifyRecipient;
      await send(
        gateway,
        request(gateway, account, (current, caller) => act(current, caller, recipient.id)),
      );
    },
    transfer: async (gateway, account) => {
      const recipient = random.chance(0.6) ? some(payees, account)?.id : undefined;
      const amount = random.pick([undefined, 50_000, 90_000, 200_000]);
      const idempKey = random.chance(0.2) ? `transfer-${random.below(5)}` : null;
      const wanted = { amount, failFast: random.chance(0.2), metadata: {}, split: random.chance(0.1), idempKey };
      await send(
        gateway,
        request(gateway, account, (current, caller) => transfers.createTransfer(current, caller, recipient, wanted)),
      );
    },
    // two of the same moment, now and then
    markTransfer: async (gateway, account) => {
      const times = random.chance(0.3) ? 2 : 1;
      const marked = Array.from({ length: times }, () => some(payouts, account));
      const step = random.chance(0.5) ? "sent" : "paid";
      await Promise.all(
        marked.map(async (transfer) => {
          if (!transfer) return;
          note(`  with ${transfer.id}`);
          await send(
            gateway,
            request(gateway, account, (current, caller) => transfers.markTransfer(current, caller, transfer.id, step)),
          );
        }),
      );
    },
    changeTransfer: async (gateway, account) => {
      const transfer = some(payouts, account);
      if (!transfer) return;
      const deletes = random.chance(0.4);
      const amount = random.pick([40_000, 80_000]);
      await send(
        gateway,
        request(gateway, account, (current, caller) =>
          deletes
            ? transfers.deleteTransfer(current, caller, transfer.id)
            : transfers.updateTransfer(current, caller, transfer.id, { amount }),
        ),
      );
    },
    transferSchedule: async (gateway, account) => {
      const recipient = some(payees, account);
      if (!recipient) return;
      const part = random.chance(0.5);
      const wanted = {
        recurrence: { every: 1, period: "day" },
        startOn: dateInBangkok(gateway.clock.of(account.id) + days(random.below(2))),
        endOn: dateInBangkok(gateway.clock.of(account.id) + days(2 + random.below(4))),
        customer: null,
        card: null,
        recipient: recipient.id,
        amount: part ? null : 30_000,
        balanceBps: part ? 2_500 : null,
        currency: "THB",
        description: null,
        metadata: {},
      } as const;
      await send(
        gateway,
        request(gateway, account, (current, caller) => schedules.createSchedule(current, caller, wanted)),
      );
    },
    // now and then twice at the same moment
    allowPlatform: async (gateway, account) => {
      const platform = accounts.find(({ id }) => id !== account.id);
      if (!platform) return;
      const most = { charge: "write", account: "write" } as const;
      const times = random.chance(0.4) ? 2 : 1;
      const allow = () => allowChain(gateway, account, platform.id, most);
      for (const result of await Promise.allSettled(Array.from({ length: times }, allow))) {
        if (result.status === "rejected") report(result.reason);
        else {
          const { chain, key } = opened(gateway, result.value.chain);
          count("allowed a platform");
          remember(chains, { account: platform, id: chain.id, key, merchant: account, ended: false });
        }
      }
      const all = await gateway.store.chain.ofMerchant(platform.id, account.id);
      if (all.filter(({ revokedAt }) => revokedAt === null).length > 1)
        throw new Broken(`${account.id} has given ${platform.id} two keys that work`);
    },
    revokeChain: async (gateway, account) => {
      const chain = random.chance(0.5) ? some(chains, account) : undefined;
      if (!chain) return;
      const { key } = await revokeChain(gateway, { account, intention: null }, chain.id);
      if (key !== "") throw new Broken(`the key of chain ${chain.id} is shown after its end`);
      chain.ended = true;
      count("ended a chain");
    },
    // by the platform, with the key of a merchant
    chainCharge: async (gateway, account) => {
      const chain = some(chains, account);
      const token = chain && some(tokens, chain.merchant);
      if (!chain || !token) return;
      const { ended } = chain;
      const patient = { exhausted: () => false, count: () => {} };
      const gatekeeper = createGatekeeper(gateway.store, gateway.now, patient);
      const access = await gatekeeper.admit(chain.key, ["secret"], "::1");
      if (ended) throw new Broken(`the key of chain ${chain.id} was let in after its end`);
      if (access.account.id !== chain.merchant.id || access.permissions === null || "account" in access.permissions)
        throw new Broken(`the key of chain ${chain.id} reaches more than it was given`);
      count("charged for a merchant");
      await send(gateway, request(gateway, chain.merchant, newCharge({ source: undefined, card: token.id }, 100000)));
    },
    dispute: onCharge(disputes.openDispute, paid),
    // two decisions about one dispute at the same moment, now and then
    settleDispute: async (gateway, account) => {
      const named = (random.chance(0.5) && (await someOpenDispute(gateway, account))) || some(disputed, account);
      if (!named) return;
      const decide = (): Sent["work"] =>
        random.pick<Sent["work"]>([
          (current, caller) => disputes.acceptDispute(current, caller, named.id),
          (current, caller) => disputes.closeDispute(current, caller, named.id, true),
          (current, caller) => disputes.closeDispute(current, caller, named.id, false),
          (current, caller) => disputes.updateDispute(current, caller, named.id, { message: "It was delivered." }),
          (current, caller) => addDocument(current, caller, named.id, evidence),
        ]);
      const asked = Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => request(gateway, account, decide()));
      await Promise.all(asked.map((each) => send(gateway, each)));
    },
    deleteDocument: async (gateway, account) => {
      const named = some(disputed, account);
      const [document] = named ? (await disputes.getDispute(gateway, account.id, named.id)).documents : [];
      if (!named || !document) return;
      await send(
        gateway,
        request(gateway, account, (current, caller) => deleteDocument(current, caller, named.id, document.id)),
      );
    },
    capture: onCharge(
      (gateway, caller, id) =>
        charges.captureCharge(gateway, caller, id, random.pick([undefined, undefined, 40000, 100000])),
      held,
    ),
    reverse: onCharge(charges.reverseCharge, held),
    expire: onCharge(charges.expireCharge),
    mark: onCharge((gateway, caller, id) =>
      markCharge(gateway, caller, id, random.pick(["successful", "failed_processing"])),
    ),
    update: onCharge((gateway, caller, id) =>
      charges.updateCharge(gateway, caller, id, { description: `note ${random.below(100)}` }),
    ),
    refund: onCharge(
      (gateway, caller, id) =>
        createRefund(gateway, caller, id, {
          amount: random.pick([10000, 40000, 60000, 100000, 300000]),
          metadata: {},
          voidOnly: random.chance(0.1),
        }),
      paid,
    ),
    look: async (gateway, account) => {
      const charge = some(known, account);
      if (charge) noteOutcome(account, await charges.getCharge(gateway, account.id, charge.id));
    },
    trespass: async (gateway, account) => {
      const other = accounts.find(({ id }) => id !== account.id);
      const charge = other && some(known, other);
      if (!charge) return;
      await charges.getCharge(gateway, account.id, charge.id).then(
        () => {
          throw new Broken(`charge ${charge.id} was shown to another account`);
        },
        (error: unknown) => {
          if (!(error instanceof Refusal && error.code === "not_found")) throw error;
        },
      );
    },
    unplug: async () => {
      if (receiversAre !== "well") receiversAre = receiversAre === "down" ? "as they like" : "down";
    },
    pay: async (gateway, account) => {
      const visited = await arrive(gateway, account);
      if (!visited) return;
      const codes = failureCodesOf(methodOf(visited.charge.method));
      noteOutcome(account, await play(gateway, visited, random.chance(0.6) ? "successful" : random.pick(codes)));
    },
    authenticate: async (gateway, account) => {
      const visited = await arrive(gateway, account);
      if (visited?.charge.card) await beCardholder(gateway, visited);
    },
    moveClock: async (gateway, account) => {
      if (!movesClocks(account)) return;
      const frozen = random.pick([undefined, undefined, true, false]);
      const by = random.pick([undefined, seconds(30), minutes(11), hours(3), days(1)]);
      await moveClock(gateway, account, { by, frozen });
    },
    throwAway: async (gateway, account) => {
      if (random.chance(0.3)) count(await throwAway(gateway, account, random));
    },
    liveCharge: async (gateway) => {
      if (!liveAccount) return;
      const type = random.pick(liveMethods);
      const takesCard = type === "card" || type === "installment_wlb_ktc";
      // without a token only an upstream takes it on whose page the card is typed in
      const card = takesCard && random.chance(0.85) ? cardToken() : undefined;
      const source = type === "card" ? undefined : { type, request: sourceOf(300000) };
      const patch = type === "card" ? { capture: random.chance(0.5), preAuth: random.chance(0.5) } : {};
      const work = noting(newCharge({ source, card }, 300000, patch));
      // a shop that is busy is what shows that an upstream is down
      for (let left = random.chance(0.2) ? 8 : 1; left > 0; left -= 1)
        await send(gateway, request(gateway, liveAccount, work));
    },
    // whose card the upstream keeps that the account's routes lead to
    liveCustomer: async (gateway) => {
      if (!liveAccount) return;
      const card = cardToken();
      await send(
        gateway,
        request(gateway, liveAccount, (current, caller) => customers.createCustomer(current, caller, {}, card)),
      );
    },
    liveCustomerCharge: async (gateway) => {
      const owner = liveAccount && (await someCustomer(gateway, liveAccount));
      if (!liveAccount || !owner) return;
      const payment = { source: undefined, card: undefined, customer: owner.id };
      const patch = { capture: random.chance(0.5), preAuth: random.chance(0.5) };
      await send(gateway, request(gateway, liveAccount, noting(newCharge(payment, 300000, patch))));
    },
    livePayer: async (gateway) => {
      const visited = liveAccount && (await arrive(gateway, liveAccount));
      if (!visited?.charge.nextStep || visited.charge.state !== "awaiting_payer") return; // the page leads on only then
      await upstreams.decide(visited.charge, random.chance(0.7));
      count("decided at an upstream");
      const after = random.chance(0.7) && visited.charge.page ? await visit(gateway, visited.charge.page) : undefined;
      if (after) noteOutcome(after.account, after.charge);
    },
    liveNotice: async (gateway) => {
      if (!liveAccount) return;
      const named = some(known, liveAccount);
      const notice = upstreams.someNotice(named && (await findCharge(gateway.store, named.id)));
      if (!notice) return;
      const { upstream, ...notification } = notice;
      const token = tokenOf(gateway, upstream, liveAccount.id);
      try {
        const heard = await takeNotification(gateway, upstream, token, { ...notification, query: {} });
        count(heard ? "heard a notification" : "left a notification");
      } catch (error) {
        if (!(error instanceof Refusal && error.code === "service_unavailable")) throw error;
        count("asked an upstream to tell again");
      }
    },
    liveRoutes: async (gateway) => {
      if (!liveAccount || random.chance(0.5)) return;
      const connected = (await reconciledUpstreams(gateway, liveAccount.id)).map(({ connection }) => connection.id);
      const routes = someRoutes(random).filter(({ upstream }) => connected.includes(upstream));
      await setRoutes(gateway, await current(gateway, liveAccount), routes);
      count("changed the routes");
    },
    // credentials that are replaced, at once or later; a connection that ends, and begins again
    liveCredentials: async (gateway) => {
      if (!liveAccount || random.chance(0.5)) return;
      const { name } = random.pick(gateway.upstreams.all);
      if (random.chance(0.3)) {
        await disconnect(gateway, liveAccount, name);
        count("ended a connection");
        return;
      }
      if (random.chance(0.5)) upstreams.rotate(name);
      if (random.chance(0.8)) await connect(gateway, liveAccount, name, upstreams.credentialsOf(name));
      count("replaced credentials");
    },
    liveAct: async (gateway, account) => {
      const name = random.pick(liveActNames);
      note(`  live ${name}`);
      await acts[name]?.(gateway, liveAccount ?? account);
    },
    repeat: async (gateway, account) => {
      const before = sent.filter((each) => each.account.id === account.id && gateway.now() - each.at < keysHeldFor);
      if (before.length > 0) await send(gateway, random.pick(before), true);
    },
  };
  const names = [
    ...Object.keys(acts).filter((name) => !liveNames.includes(name)),
    "kplus",
    "byPhone",
    "cardCharge",
    "pay",
    "pay",
    "pay",
    "authenticate",
    "authenticate",
    "token",
    "look",
    "customer",
    "customerCharge",
    "schedule",
    "transfer",
    "markTransfer",
    "changeRecipient",
    "refund",
    "refund",
    "capture",
    "payLink",
    "payLink",
    "paySession",
    ...["dispute", "dispute", "settleDispute", "settleDispute", "settleDispute", "settleDispute", "settleDispute"],
    "answerLink",
    "debit",
    "byPhone",
    "byPhone",
    "installments",
  ];
  const byPhoneMostly = Array.from({ length: 8 }, () => "byPhone");
  const paying = [
    "token",
    "token",
    "cardCharge",
    "cardCharge",
    "pay",
    "pay",
    "pay",
    "authenticate",
    "refund",
    "refund",
  ];
  const others = ["capture", "reverse", "expire", "mark", "dispute", "settleDispute", "customer", "customerCharge"];
  /** What is done in accounts abroad: less, so that each way to pay there has its turn. */
  const namesAbroad = [
    ...[...byPhoneMostly, ...paying, ...others],
    ...["schedule", "deleteCustomer", "link", "payLink", "session", "paySession", "look", "repeat", "moveClock"],
  ];

  async function answerTo(
    life: Life,
    url: string,
    event: { id: string; key: string },
    patience: () => Promise<void>,
  ): ReturnType<Outbound["post"]> {
    await life.point();
    if (url.includes("//hangs") && hanging.hosts) {
      await patience();
      return { status: null, error: "timed out", answer: null, latencyMs: 10_000 };
    }
    const fate = receiversAre === "well" ? 9 : receiversAre === "down" ? 0 : random.below(10);
    if (fate < 2) return { status: 500, error: null, answer: null, latencyMs: 5 };
    if (fate < 3) return { status: null, error: "timed out", answer: null, latencyMs: 10_000 };
    heard.add(event.id);
    count(`heard ${event.key}`);
    await life.point();
    return { status: 200, error: null, answer: null, latencyMs: 5 };
  }

  const report = (error: unknown): void => {
    const isSaid = error instanceof Refusal && (error.status < 500 || error.code === "upstream_unavailable");
    if (isSaid) count(`refused ${error.code}`);
    else failure ??= error;
  };

  return {
    meet: (account) => {
      if (account.name === hangingShop) hangingAccount = account;
      else if (account.livemode) liveAccount = account;
      else (account.country === "TH" ? accounts : abroad).push(account);
    },
    heard,
    recover: () => {
      receiversAre = "well";
    },
    letClocksRun: (gateway) => {
      for (const account of [...accounts, ...abroad].filter(movesClocks))
        void moveClock(gateway, account, { frozen: false }).catch(report);
    },
    connectAgain: (gateway) => {
      for (const { name } of liveAccount ? gateway.upstreams.all : [])
        void connect(gateway, liveAccount as Account, name, upstreams.credentialsOf(name)).catch(report); // looked at above
    },
    act: (gateway, when) => {
      if (failure) throw failure;
      const inLiveMode = random.chance(liveActs);
      const away = !inLiveMode && random.chance(abroadActs);
      const account = random.pick(away ? abroad : accounts);
      const name = random.pick(inLiveMode ? liveNames : away ? namesAbroad : names);
      note(`${when} ${name}${away ? ` in ${account.country}` : ""}`);
      count(name);
      void acts[name]?.(gateway, account).catch(report);
    },
    receive: async (life, { url, body }, timeOf, patience) => {
      const event = JSON.parse(String(body));
      const own = { life, since: { server: now(), account: timeOf(event.id) } };
      const other = underWay.get(event.id);
      if (other && !other.life.dead && holds(other, own))
        report(new Broken(`event ${event.id} is sent by two at once`));
      underWay.set(event.id, own);
      const answer = await answerTo(life, url, event, patience);
      if (underWay.get(event.id) === own) underWay.delete(event.id);
      return answer;
    },
    report,
    check: () => {
      if (failure) throw failure;
    },
    counts: () => counts,
  };
}

/** A try that has reached its receiver: by which process, and when. */
type Try = { life: Life; since: { server: number; account: number } };

/** Whether the lease of a try that is not answered yet forbids another one, by whichever process. */
const holds = (first: Try, { since }: Try): boolean => since.server < first.since.server + leasedFor;

/** What happens in live mode. */
const liveNames = [
  ...["liveCharge", "liveCharge", "liveCharge", "livePayer", "livePayer", "livePayer", "livePayer"],
  ...["liveAct", "liveAct", "liveAct", "liveNotice", "liveNotice", "liveRoutes", "liveCredentials"],
  ...["liveCustomer", "liveCustomerCharge", "liveCustomerCharge"],
];
/** What merchants do with their live charges. */
const liveActNames = [
  ...["capture", "capture", "reverse", "expire", "refund", "refund"],
  ...["update", "look", "look", "repeat", "deleteCard"],
];
/** Types of live charges; the last are those that SCB has. */
const liveMethods = [
  ...["mobile_banking_kbank", "card", "card", "installment_wlb_ktc"],
  ...["promptpay", "mobile_banking_scb", "installment_scb"],
];

/** One shop has the server's time, so that the order of its books can be checked. */
const movesClocks = ({ zeroInterestInstallments }: Account): boolean => zeroInterestInstallments;

const anItem = {
  sku: "1",
  name: "Bowl",
  quantity: 2,
  amount: 75000,
  brand: null,
  category: null,
  item_uri: null,
  image_uri: null,
};

function sourceOf(amount: number) {
  return { ...nothingGiven, amount, currency: "THB", installmentTerm: 4 };
}

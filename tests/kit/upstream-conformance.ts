import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { BankAnswer, BankRequest, PaymentReference } from "../../src/connectors/bank.ts";
import { NotTaken, type Send, type Upstream, type UpstreamBank } from "../../src/connectors/upstream.ts";
import type {
  SimulatedNotification,
  SimulatedPayment,
  SimulatorSurroundings,
  UpstreamSimulator,
} from "../../src/connectors/upstream-simulator.ts";
import { declineReasons } from "../../src/domain/payment/failure.ts";
import { aBankRequest } from "./banks.ts";
import { noon } from "./domain-builders.ts";

/** An upstream with its simulator and the payments that it is tried with. */
export type UpstreamUnderTest<Simulator extends UpstreamSimulator = UpstreamSimulator> = {
  upstream: Upstream;
  /** Credentials that the simulator lets in. */
  credentials: Readonly<Record<string, string>>;
  simulator: (surroundings: SimulatorSurroundings) => Simulator;
  payments: readonly TriedPayment[];
  /** The reference under which the upstream knows a payment; by default ours. */
  known?: (reference: string) => string;
  /** Why a payment that an answer told of which never came may stay open beside the next one: nobody can know how to pay it. */
  unseen?: string;
};

/** A payment of one method. */
type TriedPayment = {
  request: Partial<BankRequest> & { method: string };
  /** The verb that begins it. */
  by: "open" | "authorize";
  /** Whether the upstream decides at once, as for a card by its token; what is authorized always is. */
  atOnce?: true;
  /** What differs for a payment that the upstream declines at once. */
  declinedBy?: Partial<BankRequest>;
  /** Whether a payer has no way to refuse, such as with a code that is scanned or not. */
  neverDeclined?: true;
};

/** What may happen to a request on its way. "after" means that the upstream has carried it out. */
const troubles = [
  "torn before",
  "torn after",
  "an outage before",
  "an outage after",
  "nonsense",
  "an empty answer",
  "a list",
] as const;
type Trouble = (typeof troubles)[number];

/** A simulated upstream on a real socket. */
type Line = {
  hosts: Record<string, string>;
  /** Requests since the last `trouble`. */
  requests: () => number;
  /** Brings trouble to one request, counted from now on; to none where it is undefined. */
  trouble(what?: Trouble, at?: number): void;
  /** Holds the answer of one request, counted from now on, until `release`. */
  hold(at: number): { held: Promise<void>; release: () => void };
};

type Answering = Pick<UpstreamSimulator, "answer">;

export async function aLine(hosts: readonly string[], simulator: Answering): Promise<Line> {
  let count = 0;
  let planned: { what: Trouble; at: number } | undefined;
  let holding: { at: number; arrived: () => void; released: Promise<void> } | undefined;
  const server = createServer(async (request, response) => {
    const at = count++;
    const trouble = planned?.at === at ? planned.what : undefined;
    const held = holding?.at === at ? holding : undefined;
    const body = await textOf(request);
    if (trouble === "torn before") return void request.socket.destroy();
    if (trouble === "an outage before") return void response.writeHead(503).end("Service Unavailable");
    const url = new URL(request.url ?? "/", "http://upstream");
    const [, host = "", path = ""] = /^\/([^/]+)(.*)$/.exec(url.pathname) ?? [];
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
    );
    const query = Object.fromEntries(url.searchParams);
    const answer = await simulator.answer({ host, method: request.method ?? "", path, query, headers, body });
    if (held) {
      held.arrived();
      await held.released;
    }
    if (trouble === "torn after") return void request.socket.destroy();
    if (trouble === "an outage after") return void response.writeHead(502).end("<h1>Bad Gateway</h1>");
    if (trouble === "nonsense")
      return void response.writeHead(200).end("<html><body>Scheduled maintenance</body></html>");
    if (trouble === "an empty answer") return void response.writeHead(200).end();
    if (trouble === "a list") return void response.writeHead(200, { "content-type": "application/json" }).end("[]");
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    hosts: Object.fromEntries(hosts.map((name) => [name, `http://127.0.0.1:${port}/${name}`])),
    requests: () => count,
    trouble: (what, at = 0) => {
      count = 0;
      planned = what && { what, at };
    },
    hold: (at) => {
      count = 0;
      const arrived = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      holding = { at, arrived: arrived.resolve, released: released.promise };
      return { held: arrived.promise, release: released.resolve };
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer); // a request without an encoding yields buffers
  return Buffer.concat(parts).toString();
}

/** Sends by a connection of its own, which is not kept: a torn one is of one request. */
export const plainSend: Send = async ({ method, url, headers, body }) => {
  try {
    const answer = await fetch(url, {
      method,
      redirect: "manual",
      headers: { ...headers, connection: "close" },
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
  } catch (error) {
    const { cause } = error as { cause?: { code?: string } };
    if (cause?.code === "ECONNREFUSED") throw new NotTaken("nobody listens there");
    throw new Error("the connection is broken");
  }
};

/** A simulated upstream on a socket, with our side of it. */
export type Side<Simulator> = {
  simulator: Simulator;
  line: Line;
  bank: UpstreamBank;
  /** Another process of ours, with the same credentials. */
  otherBank: () => UpstreamBank;
  /** Notifications that were sent, and whether they arrive. */
  sent: SimulatedNotification[];
  notifications: (arrive: boolean) => void;
  now: () => number;
  advance: (ms: number) => void;
  payments: (reference: string) => readonly SimulatedPayment[];
  pay: UpstreamSimulator["pay"];
  decline: UpstreamSimulator["decline"];
};

export async function aSide<Simulator extends UpstreamSimulator>(
  { upstream, credentials, simulator: make, known = (reference) => reference }: UpstreamUnderTest<Simulator>,
  at = noon,
): Promise<Side<Simulator>> {
  let now = at;
  let serial = 0;
  let arrive = true;
  const sent: SimulatedNotification[] = [];
  const randomText = (length: number) => `${(++serial).toString(36)}x4MfnXMIwawSp6Oi2q8Zt`.repeat(3).slice(0, length);
  const pause = async (ms: number) => {
    now += ms;
  };
  const simulator = make({
    now: () => now,
    pause,
    randomText,
    credentials,
    notify: async (notification) => {
      sent.push(notification);
      if (!arrive) throw new Error("nobody answers");
      const heard = await bank.notified?.({ headers: notification.headers, query: {}, body: notification.body });
      return heard
        ? { status: 200, headers: {}, body: JSON.stringify(heard.answer) }
        : { status: 404, headers: {}, body: "" };
    },
  });
  const line = await aLine(Object.keys(upstream.hosts), simulator);
  const notifyUri = "https://pay.example/upstream/u/kZ8Q2vJtX1mN";
  const connect = () =>
    upstream.connect({ credentials, hosts: line.hosts, send: plainSend, now: () => now, pause, randomText, notifyUri });
  const bank = connect();
  return {
    simulator,
    line,
    bank,
    otherBank: connect,
    sent,
    notifications: (allowed) => {
      arrive = allowed;
    },
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    payments: (reference) => simulator.payments(known(reference)),
    pay: (reference, as) => simulator.pay(known(reference), as),
    decline: (reference) => simulator.decline(known(reference)),
  };
}

/** The answer of a verb as the gateway takes it: an error says nothing of the payment, or that it was not taken. */
export type Heard = BankAnswer | { answer: "not taken"; why: string };

export async function hear(question: () => Promise<BankAnswer>): Promise<Heard> {
  try {
    return await question();
  } catch (error) {
    if (error instanceof NotTaken) return { answer: "not taken", why: error.message };
    for (const defect of [TypeError, ReferenceError, RangeError]) if (error instanceof defect) throw error;
    return { answer: "unknown", why: error instanceof Error ? error.message : String(error) };
  }
}

/** The part of a request by which a payment is asked about. */
export const asAbout = (
  { reference, account, amount, currency, method, openedAt, expiresAt }: BankRequest,
  upstreamId: string | null,
  earlierIds: readonly string[] = [],
): PaymentReference => ({
  ...{ reference, account, amount, currency, method, openedAt, expiresAt, upstreamId, earlierIds },
  step: "pay",
});

const upstreamIdOf = (heard: Heard): string | null => (heard.answer === "pending" && heard.upstreamId) || null;

const hasMoney = ({ state }: SimulatedPayment): boolean => state === "taken" || state === "held";

/** The conformance tests of all upstreams. Each upstream's folder has a test that calls this. */
export function conformsAsUpstream<Simulator extends UpstreamSimulator>(tried: UpstreamUnderTest<Simulator>): void {
  const { upstream, credentials, payments } = tried;

  describe("what it says of itself", () => {
    test("a label in each language, hints for all it wants to know, and what confirms each fact that it assumes", () => {
      for (const language of ["en", "th", "ja"] as const) expect(upstream.label[language]).toMatch(/./);
      for (const { name, form, label, hint } of upstream.credentials) {
        expect(credentials[name] ?? "").toMatch(credentials[name] === undefined ? /^$/ : form);
        for (const text of [label.en, label.th, hint.en, hint.th]) expect(text).toMatch(/./);
      }
      for (const { fact, confirmedBy } of upstream.assumed)
        for (const text of [fact, confirmedBy]) expect(text).toMatch(/./);
      for (const address of Object.values(upstream.hosts)) expect(address).toMatch(/^https:\/\/.*[^/]$/);
    });

    test("exactly the verbs that it has, and a reason where it has no refunds", async () => {
      const { bank } = await aSide(tried);
      const verbs = new Set(payments.flatMap(({ request }) => upstream.offer(request.method)?.verbs ?? []));
      for (const verb of ["open", "authorize", "capture", "reverse", "refund"] as const)
        expect({ verb, has: bank[verb] !== undefined }).toEqual({ verb, has: verbs.has(verb) });
      for (const { request } of payments) {
        const offer = upstream.offer(request.method);
        expect(offer?.noRefunds === undefined).toBe(offer?.verbs.includes("refund"));
      }
      expect(bank.notified !== undefined).toBe(upstream.tells !== "nothing");
      expect(upstream.offer("carrier_pigeon")).toBeUndefined();
    });
  });

  describe("a check of the credentials", () => {
    test("is good, and again where a token has run out", async () => {
      const { bank, simulator } = await aSide(tried);
      expect(await bank.check()).toMatchObject({ good: true });
      simulator.expireTokens();
      expect(await bank.check()).toMatchObject({ good: true });
    });

    test("says why they are not good, without the secrets", async () => {
      const { bank, simulator } = await aSide(tried);
      simulator.refuseCredentials();
      const checked = await bank.check();
      expect(checked).toMatchObject({ good: false, why: expect.stringMatching(/./) });
      expectNoSecret(JSON.stringify(checked));
    });
  });

  describe.each(payments)("$request.method, by $by", (payment) => {
    const { request: patch, by, declinedBy, neverDeclined, atOnce = by === "authorize" } = payment;
    const sentRequest = (more: Partial<BankRequest> = {}) =>
      aBankRequest({ ...patch, openedAt: noon, expiresAt: noon + 24 * 60 * 60 * 1_000, ...more });
    const verbs = upstream.offer(patch.method)?.verbs ?? [];

    const begin = (bank: UpstreamBank, request: BankRequest) => {
      const { open, authorize } = bank;
      if (by === "open" && open) return hear(() => open(request));
      if (by === "authorize" && authorize) return hear(() => authorize(request, null, null));
      throw new Error(`${upstream.name} has no way to ${by}`);
    };

    /** Begins a payment and lets its payer pay. */
    async function paid(side: Side<Simulator>, request = sentRequest()) {
      const begun = await begin(side.bank, request);
      await side.pay(request.reference);
      return asAbout(request, upstreamIdOf(begun));
    }

    test("begins with what the payer needs, or with an approval", async () => {
      const { bank } = await aSide(tried);
      const begun = await begin(bank, sentRequest());
      if (!atOnce) expect(begun).toMatchObject({ answer: "pending", next: expect.anything() });
      else expect(["approved", "pending"]).toContain(begun.answer);
    });

    test("what never came, or waits for its payer, is pending", async () => {
      const { bank } = await aSide(tried);
      const request = sentRequest();
      expect((await bank.inquire(asAbout(request, null))).answer).toBe("pending");
      if (atOnce) return;
      const id = upstreamIdOf(await begin(bank, request));
      expect((await bank.inquire(asAbout(request, id))).answer).toBe("pending");
    });

    test("once paid it is approved with a reference, at every question, in every process, and at a repeated beginning", async () => {
      const side = await aSide(tried);
      const request = sentRequest();
      const about = await paid(side, request);
      const answer = await side.bank.inquire(about);
      expect(answer).toMatchObject({ answer: "approved", reference: expect.stringMatching(/./) });
      expect(await side.bank.inquire(about)).toEqual(answer);
      expect(await side.otherBank().inquire(about)).toEqual(answer);
      expect((await side.bank.cancel(about)).answer).toBe("approved");
      const again = await begin(side.bank, { ...request, again: true, upstreamId: about.upstreamId });
      expect(["approved", "pending"]).toContain(again.answer);
      await side.pay(request.reference);
      expect(side.payments(request.reference).filter(hasMoney)).toMatchObject([{ amount: request.amount }]);
    });

    test.skipIf(neverDeclined)(
      "once declined it is declined for a reason that we know, at every question",
      async () => {
        const side = await aSide(tried);
        const request = sentRequest(declinedBy);
        const begun = await begin(side.bank, request);
        await side.decline(request.reference);
        const about = asAbout(request, upstreamIdOf(begun));
        const answer = await side.bank.inquire(about);
        expect(answer).toMatchObject({ answer: "declined" });
        if (answer.answer === "declined") expect(declineReasons).toContain(answer.reason);
        expect(await side.otherBank().inquire(about)).toEqual(answer);
        expect(side.payments(request.reference).filter(hasMoney)).toEqual([]);
      },
    );

    test.each([
      ["another amount", { amount: 149_999 }],
      ["more", { amount: 150_001 }],
      ["another currency", { currency: "USD" }],
    ])("paid with %s it is neither approved nor declined, and says so", async (_, as) => {
      const side = await aSide(tried);
      const request = sentRequest(atOnce ? { returnUri: null } : {});
      const begun = await begin(side.bank, request);
      await side.pay(request.reference, as);
      for (const verb of ["inquire", "cancel"] as const) {
        const heard = await hear(() => side.bank[verb](asAbout(request, upstreamIdOf(begun))));
        expect(heard).toMatchObject({
          answer: "unknown",
          why: expect.stringMatching(/amount|currency|USD|1499|1500/i),
        });
      }
    });

    test("begun twice at once, by two processes, it takes money once", async () => {
      const side = await aSide(tried);
      const request = sentRequest();
      const other = side.otherBank();
      const both = await Promise.all([begin(side.bank, request), begin(side.bank, request), begin(other, request)]);
      for (const { answer } of both) expect(["approved", "pending", "unknown"]).toContain(answer);
      const id = both.map(upstreamIdOf).find((each) => each !== null) ?? null; // the one that is saved first stands
      await side.pay(request.reference, { id });
      await side.pay(request.reference, { id });
      expect(side.payments(request.reference).filter(hasMoney)).toHaveLength(1);
      expect((await side.bank.inquire(asAbout(request, id))).answer).toBe("approved");
    });

    test("another reference is another payment", async () => {
      const side = await aSide(tried);
      const other = sentRequest({ reference: "chrg_test_5z4ykxh42cn7qsxw1w6" });
      await paid(side);
      expect((await side.bank.inquire(asAbout(other, null))).answer).toBe("pending");
      expect(side.payments(other.reference)).toEqual([]);
    });

    test("with an expired token it goes on with another, whatever is asked", async () => {
      const side = await aSide(tried);
      const request = sentRequest();
      await side.bank.check();
      side.simulator.expireTokens();
      const begun = await begin(side.bank, request);
      expect(["approved", "pending"]).toContain(begun.answer);
      await side.pay(request.reference);
      const about = asAbout(request, upstreamIdOf(begun));
      for (const verb of ["inquire", "cancel"] as const) {
        side.simulator.expireTokens();
        expect((await side.bank[verb](about)).answer).toBe("approved");
      }
    });

    test("with credentials that are refused nothing is taken, and nothing is said of a payment that was", async () => {
      const side = await aSide(tried);
      const about = await paid(side);
      side.simulator.refuseCredentials();
      const other = sentRequest({ reference: "chrg_test_5z4ykxh42cn7qsxw1w7" });
      const refused = await begin(side.bank, other);
      expect(refused.answer).toBe("not taken");
      expectNoSecret(JSON.stringify(refused));
      expect(side.payments(other.reference)).toEqual([]);
      for (const verb of ["inquire", "cancel"] as const)
        expect(["unknown", "not taken"]).toContain((await hear(() => side.bank[verb](about))).answer);
    });

    test("where nobody listens it is not taken", async () => {
      const { line, now } = await aSide(tried);
      // `fetch` refuses port 1 by itself, before it asks anybody
      const closed = Object.fromEntries(Object.keys(line.hosts).map((name) => [name, "http://127.0.0.1:2"]));
      const bank = upstream.connect({
        ...{ credentials, hosts: closed, send: plainSend, now, randomText: (length) => "x".repeat(length) },
        pause: async () => {},
        notifyUri: "https://pay.example/upstream/u/t",
      });
      expect((await begin(bank, sentRequest())).answer).toBe("not taken");
      expect(["unknown", "not taken"]).toContain((await hear(() => bank.inquire(asAbout(sentRequest(), "1")))).answer);
    });

    describe.each(troubles)("when a request meets trouble: %s", (trouble) => {
      test("a beginning is never declined, and begun again it takes money once", async () => {
        for (let at = 0, more = true; more; at++) {
          const side = await aSide(tried);
          const request = sentRequest();
          side.line.trouble(trouble, at);
          const first = await begin(side.bank, request);
          more = side.line.requests() > at;
          side.line.trouble();
          expectNoSecret(JSON.stringify(first));
          expect(["pending", "approved", "unknown", "not taken"]).toContain(first.answer);
          if (first.answer === "not taken")
            expect({ at, left: side.payments(request.reference) }).toEqual({ at, left: [] });
          const again = await begin(side.bank, { ...request, again: true, upstreamId: upstreamIdOf(first) });
          expect({ at, ...again }).toMatchObject({ at, answer: expect.stringMatching(/^(pending|approved)$/) });
          await side.pay(request.reference);
          await side.pay(request.reference);
          const left = side.payments(request.reference);
          expect({ at, left: left.filter(hasMoney).length }).toEqual({ at, left: 1 });
          if (!tried.unseen) expect({ at, left: left.length }).toEqual({ at, left: 1 });
          const id = upstreamIdOf(again) ?? upstreamIdOf(first);
          expect((await side.bank.inquire(asAbout(request, id))).answer).toBe("approved");
        }
      });

      test.each(["inquire", "cancel"] as const)(
        "a question to %s about a paid payment is unanswered, or answered rightly",
        async (verb) => {
          for (let at = 0, more = true; more; at++) {
            const side = await aSide(tried);
            const about = await paid(side);
            side.line.trouble(trouble, at);
            const heard = await hear(() => side.bank[verb](about));
            more = side.line.requests() > at;
            side.line.trouble();
            expect({ at, answer: heard.answer }).toEqual({
              at,
              answer: expect.stringMatching(/^(approved|unknown|not taken)$/),
            });
            expectNoSecret(JSON.stringify(heard));
            expect((await side.bank[verb](about)).answer).toBe("approved");
          }
        },
      );
    });

    test("an answer that comes late changes nothing: asked again meanwhile, money is taken once", async () => {
      for (let at = 0; at < 2; at++) {
        const side = await aSide(tried);
        const request = sentRequest();
        const { held, release } = side.line.hold(at);
        const first = begin(side.bank, request);
        await Promise.race([held, first]);
        const second = begin(side.bank, { ...request, again: true });
        release();
        const answers = await Promise.all([first, second]);
        for (const { answer } of answers) expect(["approved", "pending", "unknown"]).toContain(answer);
        const id = answers.map(upstreamIdOf).find((each) => each !== null) ?? null;
        await side.pay(request.reference, { id });
        await side.pay(request.reference, { id });
        expect(side.payments(request.reference).filter(hasMoney)).toHaveLength(1);
        expect((await side.bank.inquire(asAbout(request, id))).answer).toBe("approved");
      }
    });

    test("what is said to have ended takes no money any more, and what may still be paid is not said to have ended", async () => {
      for (const wait of [0, 24 * 60 * 60 * 1_000]) {
        const side = await aSide(tried);
        const request = sentRequest(atOnce ? { capture: false } : {});
        const about = asAbout(request, upstreamIdOf(await begin(side.bank, request)));
        side.advance(wait);
        const heard = await hear(() => side.bank.cancel(about));
        await side.pay(request.reference);
        const taken = side.payments(request.reference).filter(({ state }) => state === "taken");
        if (heard.answer === "pending" || heard.answer === "declined") expect(taken).toEqual([]);
        else expect(["unknown", "approved"]).toContain(heard.answer);
        if (wait > 0 && !atOnce) expect(heard.answer).not.toBe("unknown");
      }
    });

    test.runIf(upstream.tells !== "nothing")(
      "a notification names the payment and decides nothing: twice, late, lost or forged",
      async () => {
        const side = await aSide(tried);
        const request = sentRequest();
        side.notifications(false);
        const about = await paid(side, request);
        expect((await side.bank.inquire(about)).answer).toBe("approved"); // though no notification arrived
        const read = ({ headers, body }: Pick<SimulatedNotification, "headers" | "body">) =>
          side.bank.notified?.({ headers, query: {}, body });
        const [told] = side.sent;
        if (told) {
          const heard = await read(told);
          expect(heard).toMatchObject({ reference: request.reference, answer: expect.anything() });
          expect(await read(told)).toEqual(heard);
          side.advance(7 * 24 * 60 * 60 * 1_000);
          expect(await read(told)).toEqual(heard);
        }
        const other = sentRequest({ reference: "chrg_test_5z4ykxh42cn7qsxw1w8" });
        const begun = atOnce ? undefined : await begin(side.bank, other);
        const forged = await read(side.simulator.forge((tried.known ?? String)(other.reference)));
        if (forged) expect(forged.reference).toBe(other.reference);
        if (upstream.tells === "signed") expect(forged).toBeUndefined();
        const said = await hear(() => side.bank.inquire(asAbout(other, begun ? upstreamIdOf(begun) : null)));
        expect(said.answer).toBe("pending");
      },
    );

    test
      .runIf(upstream.tells !== "nothing")
      .each(["", "null", "[]", "{}", "<html></html>", "\u0000", '{"payload":1}', '{"data":{"id":7}}'])(
      "a notification %j is no notification",
      async (body) => {
        const { bank } = await aSide(tried);
        expect(await bank.notified?.({ headers: {}, query: {}, body })).toBeUndefined();
      },
    );

    describe.each(verbs.filter((verb) => verb !== "open" && verb !== "authorize"))("asked to %s", (verb) => {
      /** A payment that can be captured, reversed or refunded. */
      async function ready() {
        const side = await aSide(tried);
        const request = sentRequest({ capture: verb === "refund" });
        const about = await paid(side, request);
        const answer = await side.bank.inquire(about);
        if (answer.answer !== "approved" || answer.reference === null) throw new Error(`not ready: ${answer.answer}`);
        const authorization = answer.reference;
        const reference = verb === "refund" ? `${request.reference}/refund-1` : `${request.reference}/${verb}-1`;
        const step = { reference, account: request.account, amount: request.amount, currency: request.currency };
        const ask = (amount = step.amount) => {
          const question = side.bank[verb];
          if (!question) throw new Error(`${upstream.name} has no way to ${verb}`);
          return hear(() => question({ ...step, amount }, authorization));
        };
        return { side, request, step, ask };
      }

      function expectDoneOnce(left: readonly SimulatedPayment[], amount: number) {
        expect(left).toHaveLength(1);
        if (verb === "refund") expect(left).toMatchObject([{ refunded: amount }]);
        else expect(left).toMatchObject([{ state: verb === "capture" ? "taken" : "over" }]);
      }

      test("it is done once, however often it is asked, and one after the other says so", async () => {
        const { side, request, ask } = await ready();
        const first = await ask();
        expect(["approved", "pending"]).toContain(first.answer);
        expect((await ask()).answer).toBe(first.answer);
        expectDoneOnce(side.payments(request.reference), request.amount);
      });

      test("asked twice at once it is done once", async () => {
        const { side, request, ask } = await ready();
        for (const { answer } of await Promise.all([ask(), ask()]))
          expect(["approved", "pending", "unknown", "not taken"]).toContain(answer);
        await ask();
        expectDoneOnce(side.payments(request.reference), request.amount);
      });

      test.each(troubles)(
        "a request that meets trouble, %s, is never declined, and asked again it is done once",
        async (trouble) => {
          for (let at = 0, more = true; more; at++) {
            const { side, request, ask } = await ready();
            side.line.trouble(trouble, at);
            const first = await ask();
            more = side.line.requests() > at;
            side.line.trouble();
            expect({ at, answer: first.answer }).toEqual({
              at,
              answer: expect.stringMatching(/^(approved|pending|unknown|not taken)$/),
            });
            expectNoSecret(JSON.stringify(first));
            expect(["approved", "pending"]).toContain((await ask()).answer);
            expectDoneOnce(side.payments(request.reference), request.amount);
          }
        },
      );
    });
  });

  function expectNoSecret(text: string): void {
    for (const { name, secret } of upstream.credentials) {
      const value = credentials[name];
      if (secret && value) expect(text).not.toContain(value);
    }
  }
}

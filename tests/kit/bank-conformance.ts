import { describe, expect, test } from "vitest";
import type { Bank, BankAnswer, BankRequest } from "../../src/connectors/bank.ts";
import type { BankEntry, Sandbox } from "../../src/connectors/sandbox.ts";
import { Secret } from "../../src/domain/base/secret.ts";
import type { Method } from "../../src/domain/payment/method.ts";
import { aBankRequest } from "./banks.ts";
import { aBankMemory, noon } from "./domain-builders.ts";
import { standardMethods } from "./methods.ts";
import { noRules } from "./rules.ts";

/** A simulated bank with its own memory. */
function aSandbox({ sandbox }: BankEntry): Sandbox & { decisions: Map<string, string> } {
  const memory = aBankMemory();
  return {
    ...sandbox({
      memory,
      now: () => noon,
      randomText: (length) => "4MfnXMIwawSp6Oi2".slice(0, length),
      declines: noRules.declines,
      behind: (bank) => bank,
    }),
    decisions: memory.decisions,
  };
}

/** A card that test banks approve or decline. */
export function lent(outcome: "approved" | "declined") {
  const number = outcome === "approved" ? "4242424242424242" : "4111111111140011";
  return { number: new Secret(number), expirationMonth: 12, expirationYear: 2030, securityCode: new Secret("123") };
}

/** Mandates for accounts with money and without. */
const agreed = { approved: "DD-full-1", declined: "DD-empty-1" } as const;

type Ask = (outcome: "approved" | "declined", sent?: BankRequest) => Promise<BankAnswer>;
type Side = { bank: Bank; decisions: Map<string, string>; ask: Ask };

const reference = aBankRequest().reference;

/** Requests of each verb that moves money, including the payer's part for the outcome; undefined if the bank lacks the verb. */
const sides: Record<string, (sandbox: Sandbox) => Ask | undefined> = {
  open: ({ connector: { open }, play }) =>
    open &&
    play &&
    (async (outcome, sent = aBankRequest()) => {
      await open(sent);
      await play(sent, outcome === "approved" ? "paid" : "rejected");
      return open(sent);
    }),
  authorize: ({ connector: { authorize } }) =>
    authorize &&
    ((outcome, sent = aBankRequest()) => authorize({ ...sent, mandate: agreed[outcome] }, lent(outcome), null)),
  ...Object.fromEntries(
    (["capture", "reverse", "refund"] as const).map((step) => [
      step,
      ({ connector }: Sandbox) => {
        const verb = connector[step];
        return verb && ((_: string, sent = aBankRequest()) => verb(sent, reference));
      },
    ]),
  ),
};

/** The conformance tests of all banks. Each bank's folder has a test that calls this. */
export function conforms(entry: BankEntry): void {
  const kinds = Object.keys(sides).filter((kind) => sides[kind]?.(aSandbox(entry)));

  test("it has a way to be asked for money, a label in each language, and a method that it carries", () => {
    expect(kinds.some((kind) => kind === "open" || kind === "authorize")).toBe(true);
    for (const language of ["en", "th", "ja"] as const) expect(entry.label[language]).toMatch(/./);
    expect(standardMethods.all.map(({ bank }) => bank)).toContain(entry.name);
  });

  describe.each(kinds)("asked to %s", (kind) => {
    function aSide(): Side {
      const sandbox = aSandbox(entry);
      const ask = sides[kind]?.(sandbox);
      if (!ask) throw new Error(`${entry.name} has no way to ${kind}`);
      return { bank: sandbox.connector, decisions: sandbox.decisions, ask };
    }

    test("what the bank never got, or what waits for its payer, is pending", async () => {
      expect(await aSide().bank.inquire(aBankRequest())).toEqual({ answer: "pending" });
    });

    test("an approval has a reference of the bank's, and is what an inquiry says from then on", async () => {
      const { bank, ask } = aSide();
      const answer = await ask("approved");
      expect(answer).toMatchObject({ answer: "approved", reference: expect.stringMatching(/./) });
      expect(await bank.inquire(aBankRequest())).toEqual(answer);
      expect(await bank.inquire(aBankRequest())).toEqual(answer);
    });

    test("the same reference asked twice is carried out once and answered alike, even where the second would go otherwise", async () => {
      const { ask, decisions } = aSide();
      const first = await ask("approved");
      const before = new Map(decisions);
      expect(await ask("approved")).toEqual(first);
      expect(await ask("declined")).toEqual(first);
      expect(decisions).toEqual(before);
      expect(before.size).toBe(1);
    });

    test("asked twice at the same time it is carried out once and answered alike", async () => {
      const { ask, decisions } = aSide();
      const [first, second] = await Promise.all([ask("approved"), ask("declined")]);
      expect(second).toEqual(first);
      expect(decisions.size).toBe(1);
    });

    test("another reference is another request", async () => {
      const { bank, ask, decisions } = aSide();
      const other = aBankRequest({ reference: `${reference}/other` });
      await ask("approved");
      expect(await bank.inquire(other)).toEqual({ answer: "pending" });
      await ask("approved", other);
      expect(decisions.size).toBe(2);
    });
  });

  test.each(kinds.filter((kind) => kind === "open" || kind === "authorize"))(
    "asked to %s, a decline has a reason, and is what an inquiry says from then on",
    async (kind) => {
      const sandbox = aSandbox(entry);
      const answer = await sides[kind]?.(sandbox)?.("declined");
      expect(answer).toMatchObject({ answer: "declined", reason: expect.stringMatching(/./) });
      expect(await sandbox.connector.inquire(aBankRequest())).toEqual(answer);
    },
  );

  test("what was cancelled before it came is never paid", async () => {
    const { connector, play } = aSandbox(entry);
    const sent = aBankRequest();
    const cancelled = await connector.cancel(sent);
    expect(["pending", "declined"]).toContain(cancelled.answer);
    await connector.open?.(sent);
    await connector.authorize?.({ ...sent, mandate: agreed.approved }, lent("approved"), null);
    await play?.(sent, "paid");
    expect((await connector.inquire(sent)).answer).toBe(cancelled.answer);
  });

  test("a restarted bank remembers what it decided", async () => {
    const memory = aBankMemory();
    const start = (): Sandbox =>
      entry.sandbox({
        memory,
        now: () => noon,
        randomText: () => "4MfnXMIwawSp6O",
        declines: noRules.declines,
        behind: (bank) => bank,
      });
    const kind = kinds[0] ?? "";
    const answer = await sides[kind]?.(start())?.("approved");
    expect(await start().connector.inquire(aBankRequest())).toEqual(answer);
  });

  test.each(standardMethods.all.filter(({ bank }) => bank === entry.name))(
    "it takes what is paid by $type, and knows of it afterwards",
    async (method: Method) => {
      const { connector } = aSandbox(entry);
      const { open, authorize } = connector;
      const asked = method.carries
        ? authorize?.(aBankRequest({ mandate: agreed.approved }), lent("approved"), null)
        : open?.(aBankRequest());
      const { answer } = (await asked) ?? {};
      expect(answer).toBe(method.carries ? "approved" : "pending");
      expect((await connector.inquire(aBankRequest())).answer).toBe(answer);
    },
  );
}

import { expect, test } from "vitest";
import { lent } from "../../tests/kit/bank-conformance.ts";
import { aBankRequest } from "../../tests/kit/banks.ts";
import { aBankMemory } from "../../tests/kit/domain-builders.ts";
import { noRules } from "../../tests/kit/rules.ts";
import { card } from "../methods/card.ts";
import { methods } from "../methods/index.ts";
import { banks, liveBanks, simulate } from "./index.ts";
import { checkOffer } from "./offer.ts";

const world = {
  now: () => 0,
  pause: async () => {},
  randomText: () => "",
  acsUrl: () => "http://localhost/acs",
  rules: noRules,
  keyOf: () => expect.fail("no wallet is asked"),
};
const request = aBankRequest();

test("banks of test mode have separate memories", async () => {
  const memories: Record<string, ReturnType<typeof aBankMemory>> = {};
  const memoryOf = (bank: string) => (memories[bank] ??= aBankMemory());
  const { connectors } = simulate(banks, { ...world, memoryOf });
  await connectors.banks["card"]?.authorize?.(request, lent("approved"), null);
  expect(await connectors.banks["card"]?.inquire(request)).toMatchObject({ answer: "approved" });
  expect(await connectors.banks["kplus"]?.inquire(request)).toEqual({ answer: "pending" });
});

test("every method has a bank with the verbs that it needs, and one that has not is refused with what is missing", () => {
  const { connectors } = simulate(banks, { ...world, memoryOf: aBankMemory });
  expect(() => checkOffer(methods, connectors)).not.toThrow();
  expect(() => checkOffer([{ ...card, bank: "kplus" }], connectors)).toThrow(
    "kplus has no way to authorize, which card needs; kplus has no way to capture",
  );
  expect(() => checkOffer([{ ...card, bank: "nobody" }], connectors)).toThrow("no bank is called nobody");
});

test("no bank is connected in live mode until its entry says how", async () => {
  expect(liveBanks(banks, null, "account_1")).toEqual({ banks: {} });
  const live = (account: string) => ({
    inquire: async () => ({ answer: "unknown" as const, why: account }),
    cancel: async () => ({ answer: "unknown" as const, why: account }),
  });
  const { banks: connected } = liveBanks(
    banks.map((bank) => ({ ...bank, live })),
    null,
    "account_1",
  );
  expect(Object.keys(connected)).toEqual(banks.map(({ name }) => name));
  expect(await connected["kplus"]?.inquire(request)).toEqual({ answer: "unknown", why: "account_1" });
});

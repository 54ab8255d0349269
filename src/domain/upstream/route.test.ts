import fc from "fast-check";
import { expect, test } from "vitest";
import { chooseRoute, costOf, type Objections, type Route, type RouteCost, type Routed, routingOf } from "./route.ts";
import { type Reason, reasonCodes, sentenceOf } from "./route-reason.ts";

const route = (upstream: string, patch: Partial<Route> = {}): Route => ({
  upstream,
  methods: null,
  min: null,
  max: null,
  ...patch,
});
const payment: Routed = {
  id: "chrg_1",
  method: "card",
  amount: 100_000,
  currency: "THB",
  ownAmount: 100_000,
  bank: null,
  brand: null,
};
const nothing: Objections = { refusalOf: () => undefined, restOf: () => undefined };
const rests = (...names: string[]): Objections => ({
  refusalOf: () => undefined,
  restOf: (name) => (names.includes(name) ? { code: "rests", failures: 5 } : undefined),
});
const said = ({ upstream, reason }: { upstream: string; reason: Reason }) => ({ upstream, why: sentenceOf(reason) });
const trialOf = (...asked: Parameters<typeof chooseRoute>) => {
  const { choice, passed, ...rest } = chooseRoute(...asked);
  return { choice: choice && said(choice), passed: passed.map(said), ...rest };
};
const payments = Array.from({ length: 1_000 }, (_, number) => ({ ...payment, id: `chrg_${number}` }));
const sharesOf = (routes: readonly Route[], objections = nothing): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const each of payments) {
    const name = chooseRoute(routes, each, objections).choice?.upstream ?? "none";
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
};

test("the first route that fits is taken, and each before it says why it is not", () => {
  const routes = [route("a", { min: 200_000 }), route("b", { methods: ["promptpay"] }), route("c"), route("d")];
  expect(trialOf(routes, payment, nothing)).toEqual({
    choice: { upstream: "c", why: "route 3 is the first that fits" },
    passed: [
      { upstream: "a", why: "the route is for amounts from 200000" },
      { upstream: "b", why: "the route is not for card" },
    ],
    shares: [],
    costs: [],
  });
});

test("routes with weights beside each other share the payments by them", () => {
  const { a = 0, b = 0, c = 0 } = sharesOf([route("a", { weight: 70 }), route("b", { weight: 30 }), route("c")]);
  expect(a + b).toBe(1_000);
  expect(c).toBe(0);
  expect(a).toBeGreaterThan(650);
  expect(a).toBeLessThan(750);
});

test("a payment is drawn the same way again", () => {
  const routes = [route("a", { weight: 1 }), route("b", { weight: 1 })];
  expect(payments.map((each) => chooseRoute(routes, each, nothing).choice)).toEqual(
    payments.map((each) => chooseRoute(routes, each, nothing).choice),
  );
});

test("a route without a weight parts those with one: each side is a place of its own", () => {
  expect(sharesOf([route("a", { weight: 1 }), route("b"), route("c", { weight: 100 })])).toEqual({ a: 1_000 });
});

test("what a route with a weight cannot carry comes to those that share with it", () => {
  const routes = [route("a", { weight: 99, max: 1 }), route("b", { weight: 1 }), route("c")];
  expect(sharesOf(routes)).toEqual({ b: 1_000 });
});

test("a payment that was not drawn for a route says so", () => {
  const { choice, passed, shares } = trialOf([route("a", { weight: 3 }), route("b", { weight: 1 })], payment, nothing);
  const [drawn, other] = choice?.upstream === "a" ? [3, 1] : [1, 3];
  expect(choice?.why).toMatch(new RegExp(`was drawn, with ${drawn} of 4 parts$`));
  expect(passed).toMatchObject([{ why: expect.stringContaining(`was not drawn, with ${other} of 4 parts`) }]);
  expect(shares).toEqual([
    { upstream: "a", weight: 3 },
    { upstream: "b", weight: 1 },
  ]);
});

test("without a payment the likeliest route is named", () => {
  const { id: _, ...asked } = payment;
  const { choice } = trialOf([route("a", { weight: 1 }), route("b", { weight: 2 })], asked, nothing);
  expect(choice).toEqual({ upstream: "b", why: "route 2 is the likeliest, with 2 of 3 parts" });
});

test("a route for payers of some banks is left by others, and by payers whose bank is not known", () => {
  const routes = [route("a", { banks: ["ktc", "scb"] }), route("b")];
  const chosen = (bank: string | null) => trialOf(routes, { ...payment, bank }, nothing);
  expect(chosen("ktc").choice?.upstream).toBe("a");
  expect(chosen("bay").passed).toEqual([{ upstream: "a", why: "the route is not for payers of bay" }]);
  expect(chosen(null).passed).toEqual([
    { upstream: "a", why: "the route is for payers of some banks, and that of this payer is not known" },
  ]);
});

test("a route for some banks takes cards of theirs, by code or by words of the name that the upstream tells", () => {
  const chosen = (banks: readonly string[], bank: string) =>
    trialOf([route("a", { banks }), route("b")], { ...payment, bank }, nothing);
  const krungsri = "BANK OF AYDHYA PUBLIC COMPANY LIMITED";
  for (const banks of [["bay"], ["scb", "Aydhya"], ["krungsri"]])
    expect(chosen(banks, krungsri).choice?.upstream).toBe("a");
  expect(chosen(["jpmorgan"], "JPMORGAN CHASE BANK, N.A.").choice?.upstream).toBe("a");
  expect(chosen(["scb"], krungsri).passed).toEqual([{ upstream: "a", why: "the route is not for payers of bay" }]);
  expect(chosen(["scb"], "Some Bank").passed).toEqual([
    { upstream: "a", why: "the route is not for payers of Some Bank" },
  ]);
});

test("a route for cards of some brands is left by others, and by cards whose brand is not known", () => {
  const routes = [route("a", { brands: ["JCB", "MasterCard"] }), route("b")];
  const chosen = (brand: string | null) => trialOf(routes, { ...payment, brand }, nothing);
  for (const brand of ["JCB", "Mastercard", "Master Card"]) expect(chosen(brand).choice?.upstream).toBe("a");
  expect(chosen("Visa").passed).toEqual([{ upstream: "a", why: "the route is not for cards of Visa" }]);
  expect(chosen(null).passed).toEqual([
    { upstream: "a", why: "the route is for cards of some brands, and that of this card is not known" },
  ]);
});

test("an upstream that rests is passed over", () => {
  expect(trialOf([route("a"), route("b")], payment, rests("a"))).toMatchObject({
    choice: { upstream: "b", why: "route 2 is the first that fits" },
    passed: [{ upstream: "a", why: "it rests after 5 payments in a row that it did not take" }],
  });
});

test("where all that fit rest, the first of them is tried anyway", () => {
  expect(trialOf([route("a", { max: 1 }), route("b"), route("c")], payment, rests("b", "c"))).toEqual({
    choice: {
      upstream: "b",
      why: "route 2 is tried though it rests after 5 payments in a row that it did not take: no other fits",
    },
    passed: [
      { upstream: "a", why: "the route is for amounts up to 1" },
      { upstream: "c", why: "it rests after 5 payments in a row that it did not take" },
    ],
    shares: [],
    costs: [],
  });
});

const priced = (upstream: string, rate: string, fixed = 0) => route(upstream, { cost: { rate, fixed } });

test.each<[RouteCost, number, number]>([
  [{ rate: "1.60", fixed: 0 }, 100_000, 1_600],
  [{ rate: "0", fixed: 1_000 }, 100_000, 1_000],
  [{ rate: "2.95", fixed: 250 }, 2_000, 309],
  [{ rate: "3.65", fixed: 0 }, 10, 0],
  [{ rate: "5", fixed: 0 }, 10, 1],
  [{ rate: "0.8", fixed: 0 }, 9_007_199_254_740_991, 72_057_594_037_928],
])("%j of %i satang is %i, rounded half-up", (cost, amount, expected) => {
  expect(costOf(cost, amount)).toBe(expected);
});

test("of routes with a cost beside each other the cheapest for the amount is taken, and both costs are said", () => {
  const routes = [priced("card", "3.65"), priced("flat", "0.80", 1_500)];
  expect(trialOf(routes, payment, nothing)).toEqual({
    choice: { upstream: "flat", why: "route 2 is the cheapest: it costs 2300, and route 1 3650" },
    passed: [{ upstream: "card", why: "route 1 is not the cheapest: it costs 3650, and route 2 2300" }],
    shares: [],
    costs: [
      { upstream: "card", cost: 3_650 },
      { upstream: "flat", cost: 2_300 },
    ],
  });
  expect(trialOf(routes, { ...payment, ownAmount: 10_000 }, nothing).choice).toEqual({
    upstream: "card",
    why: "route 1 is the cheapest: it costs 365, and route 2 1580",
  });
});

test("a payment in another currency is measured by its amount in the account's", () => {
  const dollars = { ...payment, amount: 10_000, currency: "USD", ownAmount: 325_000 };
  const routes = [route("small", { max: 200_000 }), priced("dear", "3"), priced("flat", "0", 5_000)];
  expect(trialOf(routes, dollars, nothing)).toMatchObject({
    choice: { upstream: "flat", why: "route 3 is the cheapest: it costs 5000, and route 2 9750" },
    passed: [{ upstream: "small", why: "the route is for amounts up to 200000" }, { upstream: "dear" }],
  });
});

test("of two that cost the same the first is taken", () => {
  const routes = [priced("a", "2"), priced("b", "1.6", 400), priced("c", "3")];
  expect(trialOf(routes, payment, nothing)).toMatchObject({
    choice: { upstream: "a", why: "route 1 is the cheapest: it costs 2000, and route 2 2000" },
    passed: [
      { upstream: "b", why: "route 2 is not the cheapest: it costs 2000, and route 1 2000" },
      { upstream: "c", why: "route 3 is not the cheapest: it costs 3000, and route 1 2000" },
    ],
  });
});

test("a cheap route that does not fit, or rests, leaves the payment to the next in cost", () => {
  const routes = [priced("dear", "3"), { ...priced("cheap", "1"), max: 1 }, priced("fair", "2")];
  expect(trialOf(routes, payment, nothing).choice?.upstream).toBe("fair");
  expect(trialOf(routes, payment, rests("fair"))).toMatchObject({
    choice: { upstream: "dear", why: "route 1 is the first that fits" },
    passed: [{ upstream: "cheap" }, { upstream: "fair", why: expect.stringContaining("rests") }],
  });
});

test("a route without a cost parts those with one, and so does one with a weight", () => {
  const [dear, cheap] = [priced("dear", "3"), priced("cheap", "1")];
  for (const between of [route("plain"), route("shared", { weight: 1 })])
    expect(trialOf([dear, between, cheap], payment, nothing).choice?.upstream).toBe("dear");
});

test("whatever the routes, none that fits and stands beside the one that was taken is cheaper, and among equals none stands before it", () => {
  const cost = fc.record({ rate: fc.integer({ min: 0, max: 999 }).map((bps) => `${bps / 100}`), fixed: fc.nat(5_000) });
  fc.assert(
    fc.property(
      fc.array(cost, { minLength: 1, maxLength: 6 }),
      fc.nat(10_000_000),
      fc.nat(5),
      (costs, amount, rested) => {
        const routes = costs.map((each, index) => route(String(index), { cost: each }));
        const fit = costs
          .map((each, index) => ({ index, cost: costOf(each, amount) }))
          .filter(({ index }) => index !== rested);
        const { choice } = chooseRoute(routes, { ...payment, ownAmount: amount }, rests(String(rested)));
        const taken = fit.find(({ index }) => String(index) === choice?.upstream);
        if (!taken) return fit.length === 0; // the one that rests is tried
        return fit.every(({ index, cost }) => cost > taken.cost || (cost === taken.cost && index >= taken.index));
      },
    ),
  );
});

test("what is kept of a way is its sentences, and the reasons that they say", () => {
  const { choice, passed } = chooseRoute([route("a", { max: 1 }), route("b")], payment, nothing);
  if (!choice) throw new Error("no route fits");
  expect(routingOf({ ...choice, passed }, 7)).toEqual({
    ...{ upstream: "b", at: 7, why: "route 2 is the first that fits", reason: { code: "first", route: 2 } },
    passed: [{ upstream: "a", why: "the route is for amounts up to 1", reason: { code: "above", max: 1 } }],
  });
});

test("each reason has a sentence of its own", () => {
  const values = {
    ...{ route: 1, other: 2, cost: 3, other_cost: 4, weight: 5, total: 6, failures: 7, min: 8, max: 9 },
    ...{ method: "card", bank: "scb", brand: "Visa", currency: "USD", said: "no answer" },
  };
  const all = reasonCodes.map((code) => sentenceOf({ code, ...values } as Reason)); // it has the values of every reason
  expect(new Set(all).size).toBe(reasonCodes.length);
  for (const sentence of all) expect(sentence).not.toContain("undefined");
});

import { expect, test } from "vitest";
import { chooseRoute, type Objections, type Route, type Routed } from "./route.ts";

const route = (upstream: string, patch: Partial<Route> = {}): Route => ({
  upstream,
  methods: null,
  min: null,
  max: null,
  ...patch,
});
const payment: Routed = { id: "chrg_1", method: "card", amount: 100_000, currency: "THB", bank: null };
const nothing: Objections = { refusalOf: () => undefined, restOf: () => undefined };
const rests = (...names: string[]): Objections => ({
  refusalOf: () => undefined,
  restOf: (name) => (names.includes(name) ? "it rests" : undefined),
});
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
  expect(chooseRoute(routes, payment, nothing)).toEqual({
    choice: { upstream: "c", why: "route 3 is the first that fits" },
    passed: [
      { upstream: "a", why: "the route is for amounts from 200000" },
      { upstream: "b", why: "the route is not for card" },
    ],
    shares: [],
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
  const { choice, passed, shares } = chooseRoute(
    [route("a", { weight: 3 }), route("b", { weight: 1 })],
    payment,
    nothing,
  );
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
  const { choice } = chooseRoute([route("a", { weight: 1 }), route("b", { weight: 2 })], asked, nothing);
  expect(choice).toEqual({ upstream: "b", why: "route 2 is the likeliest, with 2 of 3 parts" });
});

test("a route for payers of some banks is left by others, and by payers whose bank is not known", () => {
  const routes = [route("a", { banks: ["ktc", "scb"] }), route("b")];
  const chosen = (bank: string | null) => chooseRoute(routes, { ...payment, bank }, nothing);
  expect(chosen("ktc").choice?.upstream).toBe("a");
  expect(chosen("bay").passed).toEqual([{ upstream: "a", why: "the route is not for payers of bay" }]);
  expect(chosen(null).passed).toEqual([
    { upstream: "a", why: "the route is for payers of some banks, and that of this payer is not known" },
  ]);
});

test("an upstream that rests is passed over", () => {
  expect(chooseRoute([route("a"), route("b")], payment, rests("a"))).toMatchObject({
    choice: { upstream: "b", why: "route 2 is the first that fits" },
    passed: [{ upstream: "a", why: "it rests" }],
  });
});

test("where all that fit rest, the first of them is tried anyway", () => {
  expect(chooseRoute([route("a", { max: 1 }), route("b"), route("c")], payment, rests("b", "c"))).toEqual({
    choice: { upstream: "b", why: "route 2 is tried though it rests: no other fits" },
    passed: [
      { upstream: "a", why: "the route is for amounts up to 1" },
      { upstream: "c", why: "it rests" },
    ],
    shares: [],
  });
});

import { describe, expect, test } from "vitest";
import { compareAnswers, idsIn, withCounterparts } from "./compare.ts";

const ours = "chrg_test_0000000000000000001";
const theirs = "chrg_test_9999999999999999999";
const other = "chrg_test_8888888888888888888";

const nothing: ReadonlyMap<string, string> = new Map();
const ok = (body: unknown) => ({ status: 200, body });
const compare = (here: unknown, there: unknown, known = nothing) => compareAnswers(ok(here), ok(there), known);

const charge = {
  object: "charge",
  id: ours,
  location: `/charges/${ours}`,
  amount: 100_000,
  net: 96_350,
  metadata: { order: "1042" },
  ip: null,
  created_at: "2026-11-30T09:00:00Z",
  expires_at: "2026-11-30T09:10:00Z",
};
const counterpart = {
  ...charge,
  id: theirs,
  location: `/charges/${theirs}`,
  created_at: "2026-11-30T09:03:00Z",
  expires_at: "2026-11-30T09:13:04Z",
};

describe("two answers to one request", () => {
  test("are the same though ids and times are others, and show which objects are counterparts", () => {
    expect(compare(charge, counterpart)).toEqual({ differences: [], pairs: [[ours, theirs]] });
  });

  test.each<[what: string, there: object, line: string]>([
    ["a value", { ...counterpart, net: 96_351 }, "charge.net: here 96350, there 96351"],
    ["a type", { ...counterpart, net: "96350" }, 'charge.net: here 96350, there "96350"'],
    ["a null", { ...counterpart, net: null }, "charge.net: here 96350, there null"],
    ["a nested value", { ...counterpart, metadata: { order: "7" } }, 'charge.metadata.order: here "1042", there "7"'],
    ["a further key", { ...counterpart, paid: true }, "charge.paid: here nothing, there true"],
    ["a null for an address", { ...counterpart, ip: "10.0.0.1" }, 'charge.ip: here null, there "10.0.0.1"'],
    [
      "the time until it expires",
      { ...counterpart, expires_at: "2026-12-07T09:03:00Z" },
      "charge.expires_at: here 600 s after its creation, there 604800 s after its creation",
    ],
    [
      "an id of another kind",
      { ...counterpart, id: "link_test_9999999999999999999" },
      'charge.id: here "<chrg>", there "<link>"',
    ],
    [
      "the order of keys",
      Object.fromEntries(
        Object.entries(counterpart).toSorted(
          ([one], [another]) => Number(another === "location") - Number(one === "location"),
        ),
      ),
      "charge: its keys are in another order, from object on",
    ],
  ])("differ by %s", (_, there, line) => {
    expect(compare(charge, there).differences).toEqual([line]);
  });

  test("differ by a missing key, told with what stood there", () => {
    const { net, ...without } = counterpart;
    expect(compare(charge, without).differences).toEqual(["charge.net: here 96350, there nothing"]);
  });

  test("differ where an object is not the counterpart that it was", () => {
    const known = new Map([[ours, other]]);
    expect(compare(charge, counterpart, known).differences).toEqual([
      "charge.id: there it is another object than the counterpart",
      "charge.location: there it is another object than the counterpart",
    ]);
  });

  test("differ by status first, with what an error says", () => {
    const error = { object: "error", code: "used_token", message: `token ${ours} was used` };
    expect(compareAnswers(ok(charge), { status: 400, body: error }, nothing)).toEqual({
      differences: ["status: here 200, there 400 used_token: token <chrg> was used"],
      pairs: [],
    });
  });

  test("are the same where a token's place has the host of each vault, and pages are under each host", () => {
    const at = (host: string, id: string) => ({
      object: "token",
      id,
      location: `${host}/tokens/${id}`,
      authorize_uri: `${host}/${id}`,
    });
    expect(compare(at("http://localhost:4242", ours), at("https://vault.omise.co", theirs)).differences).toEqual([]);
  });

  test("of refused requests show no counterparts", () => {
    const refused = (id: string) => ({ status: 404, body: { object: "error", code: "not_found", message: id } });
    expect(compareAnswers(refused(ours), refused(theirs), nothing)).toEqual({ differences: [], pairs: [] });
  });
});

describe("a list of the account", () => {
  const list = (...data: object[]) => ({ object: "list", data, limit: 20, total: data.length, location: "/charges" });

  test("is compared by the objects that have a counterpart in it, wherever they stand", () => {
    const here = list({ ...charge, id: "chrg_test_7777777777777777777" }, charge);
    const there = list({ ...counterpart, net: 1 }, { ...counterpart, id: other }, { ...counterpart, id: other });
    const known = new Map([[ours, theirs]]);
    expect(compare(here, there, known).differences).toEqual(["list.data[].net: here 96350, there 1"]);
  });

  test("inside of an object is compared item by item", () => {
    const with2 = { object: "charge", refunds: list({ amount: 1 }, { amount: 2 }) };
    const with1 = { object: "charge", refunds: list({ amount: 1 }) };
    expect(compare(with2, with1).differences).toEqual([
      "charge.refunds.data: here 2 items, there 1",
      "charge.refunds.total: here 2, there 1",
    ]);
  });
});

test("ids are found in paths, forms and JSON, and only those that have a counterpart are replaced", () => {
  const text = `/charges/${ours}?expand=${other}&a=chrg_test_short`;
  expect(idsIn(text)).toEqual([ours, other]);
  expect(withCounterparts(text, new Map([[ours, theirs]]))).toBe(
    `/charges/${theirs}?expand=${other}&a=chrg_test_short`,
  );
});

import { expect, test } from "vitest";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";

/** Amounts and ends of all charges of an account, oldest first. */
async function chargesOf(gateway: TestGateway, key: string) {
  const { data, total } = (await gateway.call("GET", "/charges?limit=100", { key })).json as Answer["json"];
  type Row = Record<string, unknown> & { source: { type: string } | null };
  const rows = data.map(({ amount, status, failure_code, description, source }: Row) => {
    return [amount, status, failure_code, description, source?.type ?? "card"];
  });
  return { rows, total };
}

test("a month of a shop is played by the account's clock, alike for the same seed, and in no other account", async () => {
  const gateway = await aGateway();
  const made = async () => (await gateway.call("POST", "/test/accounts")).json.secret_key;
  const keys = [await made(), await made()];
  for (const key of keys) {
    const { status, json } = await gateway.call("POST", "/test/seed", { key, body: { scenario: "month", seed: "a" } });
    expect([status, json]).toEqual([
      200,
      {
        object: "seed",
        livemode: false,
        location: "/test/seed",
        scenario: "month",
        seed: "a",
        now: expect.any(String),
      },
    ]);
    expect(json.now.slice(0, 10)).toBe("2026-02-14");
  }
  const [one, other] = [await chargesOf(gateway, keys[0]), await chargesOf(gateway, keys[1])];
  expect(one).toEqual(other);
  expect(one.total).toBeGreaterThan(200);
  const ends = new Set(one.rows.map(([, status]: unknown[]) => status));
  expect([...ends].sort()).toEqual(["expired", "failed", "successful"]);
  const { json: disputes } = await gateway.call("GET", "/disputes", { key: keys[0] });
  expect(disputes.data.map(({ status }: { status: string }) => status).sort()).toEqual(["open", "pending", "won"]);
  expect((await gateway.call("GET", "/charges")).json.total).toBe(0);
});

test("an account is filled with what a description says, in its order", async () => {
  const gateway = await aGateway();
  const description = {
    customers: [{ email: "ploy@example.com", description: "Ploy", card: "4242424242424242" }],
    charges: [
      { customer: "ploy@example.com", amount: 50_000, description: "Box", refund: 20_000 },
      { method: "mobile_banking_kbank", amount: 150_000, outcome: "insufficient_fund", after: "2h", count: 2 },
      { method: "promptpay", outcome: "pending" },
      { card: "4111111111140011", amount: 30_000 },
    ],
    schedules: [
      {
        customer: "ploy@example.com",
        amount: 49_000,
        period: "month",
        on: { days_of_month: [1] },
        end_date: "2026-12-31",
      },
    ],
    advance: "31d",
  };
  const { status, json } = await gateway.call("POST", "/test/seed", { json: { description } });
  expect([status, json.scenario, json.now]).toEqual([200, null, "2026-02-15T07:00:00Z"]);
  expect((await chargesOf(gateway, gateway.secretKey)).rows).toEqual([
    [50_000, "successful", null, "Box", "card"],
    [150_000, "failed", "insufficient_fund", null, "mobile_banking_kbank"],
    [150_000, "failed", "insufficient_fund", null, "mobile_banking_kbank"],
    [expect.any(Number), "expired", null, null, "promptpay"],
    [30_000, "failed", "insufficient_fund", null, "card"],
    [49_000, "successful", null, null, "card"],
  ]);
  expect((await gateway.call("GET", "/refunds")).json.data).toMatchObject([{ amount: 20_000 }]);
});

test("a wrong description is refused by the place of each fault, and nothing is filled in live mode", async () => {
  const gateway = await aGateway({ live: true });
  const refused = async (json: object, key = gateway.secretKey) => {
    const { status, json: answer } = await gateway.call("POST", "/test/seed", { json, key });
    expect([status, answer.code]).toEqual([400, "bad_request"]);
    return answer.message;
  };
  expect(await refused({})).toContain("either scenario (month) or description");
  expect(await refused({ scenario: "year" })).toContain("scenario must be month");
  expect(await refused({ scenario: "month" }, gateway.liveSecretKey)).toContain("test accounts only");
  const wrong = { charges: [{ amount: "x", colour: "red" }], advance: "soon" };
  expect(await refused({ description: wrong })).toMatch(
    /charges\.0\.amount: .*charges\.0: .*colour.*advance: must be such as/,
  );
  expect(await refused({ description: { charges: [{ customer: "none@example.com" }] } })).toContain("no customer none");
  expect(await refused({ description: { charges: [{ count: 500 }, {}] } })).toContain("at most 500 charges");
  expect(await refused({ description: { charges: [{ amount: 1 }] } })).toContain("amount");
  expect((await gateway.call("GET", "/charges")).json.total).toBe(0);
});

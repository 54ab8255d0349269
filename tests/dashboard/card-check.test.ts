import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../src/domain/base/time.ts";
import { aToken, installmentCharge } from "../kit/builders.ts";
import { type Seat, signedIn } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

const krungsri = "4999000100030100";
const firstChoiceDeclined = "4999000200000011";
const kbank = "4999000500050500";

// biome-ignore lint/suspicious/noExplicitAny: items of every kind
type Item = any;

describe.each(engines)("the 1-baht check of a card, on %s,", (engine) => {
  test("stands in the timeline of the charge and on the page of the token's request, with its void", async () => {
    const gateway = await aGateway({ engine });
    const card = await aToken(gateway, krungsri);
    await gateway.advance(seconds(1));
    const source = { type: "installment_wlb_bay", installment_term: 4 };
    const seat = await signedIn(gateway, "viewer");
    const logged = await loggedToken(seat);
    const { json: charge } = await installmentCharge(gateway, { card, source });

    const check = [
      {
        at: "2026-01-15T03:00:00Z",
        kind: "card_check",
        title_key: "card_check.authorize",
        reference: `${charge.card.id}/check`,
        details: { amount: 100, answer: "approved", reason: null, latency_ms: 0 },
      },
      {
        at: "2026-01-15T03:00:00Z",
        kind: "card_check",
        title_key: "card_check.void",
        reference: `${charge.card.id}/check/void`,
        details: { amount: 100, answer: "approved", reason: null, latency_ms: null },
      },
    ];
    const { json: overview } = await seat.test.get(`/charges/${charge.id}/overview`);
    const titles = overview.timeline.map((item: Item) =>
      item.kind === "request" ? item.details.path : item.title_key,
    );
    expect(titles).toEqual([
      "/tokens",
      "card_check.authorize",
      "card_check.void",
      "/charges",
      "state.created",
      "event",
    ]);
    expect(overview.timeline.filter(({ kind }: Item) => kind === "card_check")).toEqual(check);
    expect(logged).toMatchObject({ status: 200, about: card, card_check: check });
  });

  test("that the issuer declines is on the page of the request that was refused", async () => {
    const gateway = await aGateway({ engine });
    await expect(aToken(gateway, firstChoiceDeclined)).rejects.toThrow("card was refused by its issuer");
    const logged = await loggedToken(await signedIn(gateway, "viewer"));
    expect(logged).toMatchObject({ status: 400, error_code: "invalid_card", about: null });
    expect(logged.card_check).toEqual([
      {
        at: "2026-01-15T03:00:00Z",
        kind: "card_check",
        title_key: "card_check.authorize",
        reference: expect.stringMatching(/^card_test_\w+\/check$/),
        details: { amount: 100, answer: "declined", reason: "insufficient_funds", latency_ms: 0 },
      },
    ]);
  });

  test("whose void the bank does not confirm says so until it has, and tells an answer that could not be read from a yes", async () => {
    const gateway = await aGateway({ engine });
    await gateway.call("POST", "/simulators/misbehaviour", { body: { target: "*", fault: "nonsense" } });
    await aToken(gateway, krungsri);
    const seat = await signedIn(gateway, "viewer");
    const [authorized, open] = (await loggedToken(seat)).card_check;
    expect(authorized.details).toMatchObject({ answer: "unknown", reason: expect.stringMatching(/\w/) });
    expect(open).toMatchObject({ at: "2026-01-15T03:00:00Z", details: { answer: null, latency_ms: null } });

    await gateway.advance(minutes(1));
    expect((await loggedToken(seat)).card_check[1]).toMatchObject({ details: { answer: null } });
    await gateway.call("DELETE", "/simulators/misbehaviour", { body: { target: "*" } });
    await gateway.advance(minutes(1));
    expect((await loggedToken(seat)).card_check).toEqual([
      authorized,
      { ...open, at: "2026-01-15T03:02:00Z", details: { ...open.details, answer: "approved" } },
    ]);
  });
});

test("a card of another bank is not checked, and neither its request nor its charge says so", async () => {
  const gateway = await aGateway();
  const card = await aToken(gateway, kbank);
  const source = { type: "installment_wlb_kbank", installment_term: 4 };
  const seat = await signedIn(gateway, "viewer");
  expect((await loggedToken(seat)).card_check).toEqual([]);
  const { json: charge } = await installmentCharge(gateway, { card, source });
  const { json: overview } = await seat.test.get(`/charges/${charge.id}/overview`);
  expect(overview.timeline.filter(({ kind }: Item) => kind === "card_check")).toEqual([]);
});

test("a token asked for again under its idempotency key is another one, with a check of its own", async () => {
  const gateway = await aGateway();
  for (const moment of [0, 1]) {
    await tokenize(gateway, { "idempotency-key": "order-7" });
    await gateway.advance(seconds(moment + 1));
  }
  const seat = await signedIn(gateway, "viewer");
  const { json: page } = await seat.test.get("/requests");
  const checks = await Promise.all(
    page.data.map(async ({ id }: Item) => (await seat.test.get(`/requests/${id}`)).json.card_check.length),
  );
  expect(checks).toEqual([2, 2]);
});

function tokenize(gateway: TestGateway, headers: Record<string, string>) {
  const card = { name: "Somchai Prasert", number: krungsri, expiration_month: 12, expiration_year: 2030 };
  return gateway.call("POST", "/tokens", { body: { card }, headers, key: gateway.publicKey });
}

/** The latest request for a token, as its page shows it. */
async function loggedToken(seat: Seat): Promise<Item> {
  const { json: page } = await seat.test.get("/requests?path=/tokens");
  return (await seat.test.get(`/requests/${page.data[0].id}`)).json;
}

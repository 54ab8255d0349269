import { expect, test } from "vitest";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { newWebhookSecret } from "../../src/webhooks/signature.ts";
import { aToken, cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

const number = "4111111111111111";

const here = { CHAMRA_LIVE_CARDS: "here" };
const elsewhere = { environment: { ...here, CHAMRA_PUBLIC_URL: "https://pay.example" } };

/** The answer to a public key that sends a card number. */
async function asked(gateway: TestGateway, key: string, card: string) {
  const body = { card: { name: "Somchai Prasert", number: card, expiration_month: 12, expiration_year: 2030 } };
  const { status, json } = await gateway.call("POST", "/tokens", { body, key });
  return { status, code: json.code, card: json.card };
}

/** The stored card of a number in live mode, as a thief of the database would read it. */
async function storedLiveCard(gateway: TestGateway) {
  const { json } = await gateway.call("POST", "/tokens", {
    body: { card: { name: "Somchai Prasert", number, expiration_month: 12, expiration_year: 2030 } },
    key: gateway.livePublicKey,
  });
  const accounts = await gateway.gateway.store.account.all();
  const cards = await Promise.all(accounts.map(({ id }) => gateway.gateway.store.card.get(id, json.card.id)));
  const card = cards.find((found) => found !== undefined);
  if (!card) throw new Error("there is no card");
  return card;
}

/** Valid card numbers with known first and last digits, as an attacker would try. */
function* candidates(first: string, last: string): Generator<string> {
  for (let middle = 111_100; middle < 112_000; middle += 1) {
    const digits = `${first}${middle}${last}`;
    const sum = [...digits].reverse().reduce((total, digit, place) => {
      const value = Number(digit) * (place % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
    if (sum % 10 === 0) yield digits;
  }
}

test.each(engines)("a number has a different fingerprint for each merchant and in each mode (%s)", async (engine) => {
  const gateway = await aGateway({ engine, environment: here });
  const merchant = { name: "Other Shop", email: "other@example.com" };
  const other = await createMerchant(gateway.gateway, merchant, newWebhookSecret);
  const keys = [gateway.publicKey, other.test.publicKey];
  const fromKeys = await Promise.all(keys.map(async (key) => (await asked(gateway, key, number)).card.fingerprint));
  const fingerprints = [...fromKeys, (await storedLiveCard(gateway)).fingerprint];
  expect(new Set(fingerprints).size).toBe(3);
  for (const fingerprint of fingerprints) expect(fingerprint).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect((await asked(gateway, gateway.publicKey, number)).card.fingerprint, "and the same again").toBe(fromKeys[0]);
});

test.each(engines)(
  "a thief of the database cannot find a live card's number by asking for fingerprints with public keys (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine, ...elsewhere });
    const stolen = await storedLiveCard(gateway);
    expect(stolen).toMatchObject({ lastDigits: "1111", brand: "Visa", fingerprint: expect.any(String) });

    for (const key of [gateway.publicKey, gateway.livePublicKey]) {
      const answers = [];
      for (const candidate of candidates("411111", stolen.lastDigits))
        answers.push(await asked(gateway, key, candidate));
      expect(answers.length).toBeGreaterThan(80);
      expect(answers.filter(({ card }) => card?.fingerprint === stolen.fingerprint)).toEqual([]);
      const refused = answers.filter(({ status }) => status !== 200);
      expect(
        answers.length - refused.length,
        "after the twentieth there is no answer at all, but for test cards",
      ).toBeLessThanOrEqual(21);
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["too_many_requests"]));
    }
  },
);

test("a live public key is told no fingerprint, neither at once nor again nor by the token's id", async () => {
  const gateway = await aGateway({ environment: here });
  const body = { card: { name: "Somchai Prasert", number, expiration_month: 12, expiration_year: 2030 } };
  const options = { body, key: gateway.livePublicKey, headers: { "idempotency-key": "order-1" } };
  const first = await gateway.call("POST", "/tokens", options);
  const again = await gateway.call("POST", "/tokens", options);
  const got = await gateway.call("GET", `/tokens/${first.json.id}`, { key: gateway.livePublicKey });
  expect([first, again, got].map(({ json }) => json.card.fingerprint)).toEqual([null, null, null]);
});

test("support is shown no fingerprint, wherever it looks; a developer is", async () => {
  const gateway = await aGateway({ environment: here });
  const { json: charge } = await cardCharge(gateway);
  const token = await aToken(gateway);
  const { fingerprint } = charge.card;
  expect(fingerprint).toMatch(/=$/);
  const [event] = (await gateway.call("GET", "/events")).json.data;
  const { test: owner } = await signedIn(gateway, "owner");
  const { json: requests } = await owner.get("/requests");
  expect(requests.data.length).toBeGreaterThan(1);
  const addresses = [
    "/charges",
    `/charges/${charge.id}`,
    `/charges/${charge.id}/overview`,
    `/charges/${charge.id}/timeline`,
    `/tokens/${token}`,
    "/events",
    `/events/${event.id}`,
    ...requests.data.map(({ id }: { id: string }) => `/requests/${id}`),
  ];
  const seen = { support: 0, developer: 0 };
  for (const role of ["support", "developer"] as const) {
    const { test: dashboard } = await signedIn(gateway, role);
    for (const address of addresses) if ((await dashboard.get(address)).text.includes(fingerprint)) seen[role] += 1;
  }
  expect(seen.support).toBe(0);
  expect(seen.developer).toBeGreaterThan(3);
});

test.each(engines)(
  "support finds a charge by the name on its card, and nothing by pieces of its fingerprint (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine, environment: here });
    const { json: charge } = await cardCharge(gateway);
    await cardCharge(gateway);
    const { test: dashboard } = await signedIn(gateway, "support");
    const search = async (q: string) =>
      (await dashboard.get(`/search/charges?limit=1&q=${encodeURIComponent(q)}`)).json;
    expect((await search("somchai")).next, "there are two of them").not.toBe(null);
    const pieces = [charge.card.fingerprint.slice(0, 6), charge.card.fingerprint.slice(10, 14), '"fingerprint"'];
    for (const piece of pieces) expect(await search(piece)).toMatchObject({ data: [], next: null });
  },
);

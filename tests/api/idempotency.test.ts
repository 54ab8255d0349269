import { describe, expect, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { newWebhookSecret } from "../../src/webhooks/signature.ts";
import { aToken, cardCharge, kplusCharge } from "../kit/builders.ts";
import { firstAccount } from "../kit/find.ts";
import { type Answer, aGateway, type CallOptions, type TestGateway } from "../kit/gateway.ts";

const kplus = {
  amount: 150000,
  currency: "THB",
  return_uri: "http://example.com/orders/345678/complete",
  source: { type: "mobile_banking_kbank" },
};

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`on ${engine}`, () => {
    test("the same key and request get the same bytes, and make one charge", async () => {
      const gateway = await aGateway({ engine });
      const first = await withKey(gateway, "order-1", "/charges", { json: kplus });
      expect(first.headers.get("idempotent-replayed")).toBeNull();

      await gateway.advance(60_000);
      const second = await withKey(gateway, "order-1", "/charges", { json: kplus });
      expect(second.text).toBe(first.text);
      expect(second.status).toBe(200);
      expect(second.headers.get("idempotent-replayed")).toBe("true");
      expect(second.headers.get("omise-version")).toBe("2019-05-29");
      expect(await chargesIn(gateway)).toBe(1);
    });

    test("the stored answer stands although the charge has moved on", async () => {
      const gateway = await aGateway({ engine });
      const first = await withKey(gateway, "order-1", "/charges", { json: kplus });
      await gateway.call("POST", `/charges/${first.json.id}/mark_as_paid`);
      const second = await withKey(gateway, "order-1", "/charges", { json: kplus });
      expect(second.text).toBe(first.text);
      expect((await gateway.call("GET", `/charges/${first.json.id}`)).json.status).toBe("successful");
    });

    test("another request under the same key is refused, and creates nothing", async () => {
      const gateway = await aGateway({ engine });
      await withKey(gateway, "order-1", "/charges", { json: kplus });
      const { json: other } = await kplusCharge(gateway);
      for (const [path, json] of [
        ["/charges", { ...kplus, amount: 150001 }],
        ["/charges", { ...kplus, metadata: { a: 1 } }],
        [`/charges/${other.id}/mark_as_paid`, undefined],
      ] as const) {
        expect(await withKey(gateway, "order-1", path, { json })).toMatchObject({
          status: 400,
          json: { code: "bad_request", message: "Idempotency-Key was already used with another request" },
        });
      }
      expect(await chargesIn(gateway)).toBe(2);
      expect((await gateway.call("GET", `/charges/${other.id}`)).json.status).toBe("pending");
    });

    test("twenty duplicates at once act once, and all get the same answer", async () => {
      const gateway = await aGateway({ engine });
      const card = await aToken(gateway);
      const json = { amount: 100000, currency: "THB", card };
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => withKey(gateway, "order-1", "/charges", { json })),
      );
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]?.json).toMatchObject({ object: "charge", status: "successful" });
      expect(answers.filter(({ headers }) => headers.get("idempotent-replayed") === null)).toHaveLength(1);
      expect(await chargesIn(gateway)).toBe(1);
      expect((await gateway.call("GET", "/balance")).json.total).toBe(96094);
    });

    test("twenty refunds at once with one key return the money once", async () => {
      const gateway = await aGateway({ engine });
      const { json: charge } = await cardCharge(gateway);
      const path = `/charges/${charge.id}/refunds`;
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => withKey(gateway, "refund-1", path, { json: { amount: 10000 } })),
      );
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers[0]?.json).toMatchObject({ object: "refund", status: "closed" });
      expect((await gateway.call("GET", `/charges/${charge.id}`)).json).toMatchObject({
        refunded_amount: 10000,
        refunds: { total: 1 },
      });
    });

    test("a refused request leaves its key free", async () => {
      const gateway = await aGateway({ engine });
      const malformed = await withKey(gateway, "order-1", "/charges", { json: { ...kplus, amount: "x" } });
      const tooSmall = await withKey(gateway, "order-1", "/charges", { json: { ...kplus, amount: 1999 } });
      expect([malformed.status, tooSmall.status]).toEqual([400, 400]);
      const mended = await withKey(gateway, "order-1", "/charges", { json: kplus });
      expect(mended.json).toMatchObject({ object: "charge", amount: 150000 });
      expect(mended.headers.get("idempotent-replayed")).toBeNull();
    });

    test("a key is forgotten after a day", async () => {
      const gateway = await aGateway({ engine });
      const first = await withKey(gateway, "order-1", "/charges", { json: kplus });
      await gateway.advance(86_400_000 - 1_000);
      expect((await withKey(gateway, "order-1", "/charges", { json: kplus })).json.id).toBe(first.json.id);
      await gateway.advance(61_000); // expired keys are deleted once a minute
      expect((await withKey(gateway, "order-1", "/charges", { json: kplus })).json.id).not.toBe(first.json.id);
    });
  });
}

test("a key belongs to its account: others may use the same", async () => {
  const gateway = await aGateway();
  const json = { zero_interest_installments: true };
  const test = await withKey(gateway, "same", "/account", { json }, "PATCH");
  const live = await withKey(gateway, "same", "/account", { json, key: gateway.liveSecretKey }, "PATCH");
  expect([test.json.livemode, live.json.livemode]).toEqual([false, true]);
  expect(live.headers.get("idempotent-replayed")).toBeNull();
});

test("whoever has the public key, which stands in every page, cannot use up the keys of the secret key", async () => {
  const gateway = await aGateway();
  const json = { amount: 150000, currency: "THB", type: "mobile_banking_kbank" };
  const strangers = await withKey(gateway, "order-1001", "/sources", { json, key: gateway.publicKey });
  const merchants = await withKey(gateway, "order-1001", "/charges", {
    json: { ...kplus, source: { type: json.type } },
  });
  expect([strangers.status, merchants.status, merchants.json.object]).toEqual([200, 200, "charge"]);
});

test("a repeat whose first answer was lost is given the object as it is now, whichever resource it is", async () => {
  const gateway = await aGateway();
  const { store, vault, now } = gateway.gateway;
  const json = { amount: 150000, currency: "THB", type: "mobile_banking_kbank" };
  const first = await withKey(gateway, "order-1", "/sources", { json });
  const account = await firstAccount(store);
  const row = await store.idempotency.get(account.id, vault.keyring.digest("secret order-1"));
  if (!row) throw new Error("the key is on no record");
  expect(row.reference).toBe(first.json.id);
  const longAgo = now() - 60_000; // the lease of the request that was to answer has expired
  await store.save({ update: { idempotency: [revise(row, { answer: null, createdAt: longAgo })] } });

  const again = await withKey(gateway, "order-1", "/sources", { json });
  expect(again).toMatchObject({ status: 200, json: first.json });
  expect(again.headers.get("idempotent-replayed")).toBe("true");
});

test("neither the order of keys nor a slash at the end makes another request of it", async () => {
  const gateway = await aGateway();
  const [amount, currency] = [150000, "THB"];
  const source = { type: "mobile_banking_kbank" };
  const metadata = { a: { b: 1, c: 2 }, d: 3 };
  const first = await withKey(gateway, "order-1", "/charges", {
    json: { amount, currency, return_uri: kplus.return_uri, source, metadata },
  });
  const again = await withKey(gateway, "order-1", "/charges/", {
    json: { metadata: { d: 3, a: { c: 2, b: 1 } }, source, return_uri: kplus.return_uri, currency, amount },
  });
  expect(again.text).toBe(first.text);
  expect(await chargesIn(gateway)).toBe(1);
});

test("a key is kept as a digest: what somebody wrote into it stands nowhere", async () => {
  const gateway = await aGateway();
  await withKey(gateway, "4242424242424242", "/charges", {
    json: { ...kplus, source: { type: "mobile_banking_kbank" } },
  });
  const { store, vault } = gateway.gateway;
  const { id } = await firstAccount(store);
  const kept = await store.idempotency.get(id, vault.keyring.digest("secret 4242424242424242"));
  expect(kept?.answer).toContain("chrg_test_");
  expect(JSON.stringify(kept)).not.toContain("4242424242424242");
});

test("the same request in another dialect is the same request", async () => {
  const gateway = await aGateway();
  const body = { amount: "150000", currency: "THB", return_uri: kplus.return_uri, description: "a" };
  const source = { type: "mobile_banking_kbank" };
  const asJson = await withKey(gateway, "order-1", "/charges", { json: { ...body, source } });
  const asForm = await withKey(gateway, "order-1", "/charges", { body: { ...body, source } });
  expect(asForm.text).toBe(asJson.text);
  expect(await chargesIn(gateway)).toBe(1);
});

describe("works once and answers alike", () => {
  type Act = (gateway: TestGateway) => Promise<{ path: string; options?: CallOptions; method?: string }>;

  const acts: Record<string, Act> = {
    "POST /sources": async ({ publicKey }) => ({
      path: "/sources",
      options: { json: { amount: 150000, currency: "THB", type: "mobile_banking_kbank" }, key: publicKey },
    }),
    "POST /charges with a source": async () => ({ path: "/charges", options: { json: kplus } }),
    "POST /charges with a card": async (gateway) => ({
      path: "/charges",
      options: { json: { amount: 100000, currency: "THB", card: await aToken(gateway) } },
    }),
    "POST /charges with a declined card": async (gateway) => ({
      path: "/charges",
      options: { json: { amount: 100000, currency: "THB", card: await aToken(gateway, "4111111111140011") } },
    }),
    "PATCH /charges/:id": async (gateway) => ({
      path: `/charges/${(await kplusCharge(gateway)).json.id}`,
      options: { json: { description: "changed" } },
      method: "PATCH",
    }),
    "POST /charges/:id/capture": async (gateway) => ({
      path: `/charges/${(await cardCharge(gateway, { capture: false })).json.id}/capture`,
    }),
    "POST /charges/:id/reverse": async (gateway) => ({
      path: `/charges/${(await cardCharge(gateway, { capture: false })).json.id}/reverse`,
    }),
    "POST /charges/:id/expire": async (gateway) => ({
      path: `/charges/${(await kplusCharge(gateway)).json.id}/expire`,
    }),
    "POST /charges/:id/mark_as_paid": async (gateway) => ({
      path: `/charges/${(await kplusCharge(gateway)).json.id}/mark_as_paid`,
    }),
    "POST /charges/:id/mark_as_failed": async (gateway) => ({
      path: `/charges/${(await kplusCharge(gateway)).json.id}/mark_as_failed`,
    }),
    "POST /charges/:id/refunds": async (gateway) => ({
      path: `/charges/${(await cardCharge(gateway)).json.id}/refunds`,
      options: { json: { amount: 10000 } },
    }),
    "PATCH /account": async () => ({ path: "/account", options: { json: { chain_enabled: true } }, method: "PATCH" }),
  };

  test.each(Object.entries(acts))("%s", async (_, act) => {
    const gateway = await aGateway();
    const { path, options, method } = await act(gateway);
    const first = await withKey(gateway, "key-1", path, options, method);
    expect(first.status, first.text).toBe(200);
    const events = await eventsIn(gateway);
    const balance = (await gateway.call("GET", "/balance")).json.total;

    const again = await Promise.all([1, 2, 3].map(() => withKey(gateway, "key-1", path, options, method)));
    expect(again.map(({ text }) => text)).toEqual([first.text, first.text, first.text]);
    expect(again.map(({ headers }) => headers.get("idempotent-replayed"))).toEqual(["true", "true", "true"]);
    expect(await eventsIn(gateway)).toBe(events);
    expect((await gateway.call("GET", "/balance")).json.total).toBe(balance);
  });
});

test.each(["capture", "reverse", "expire", "mark_as_paid"])(
  "ten times %s at once with one key is done once",
  async (action) => {
    const gateway = await aGateway();
    const held = action === "capture" || action === "reverse";
    const { json: charge } = held ? await cardCharge(gateway, { capture: false }) : await kplusCharge(gateway);
    const path = `/charges/${charge.id}/${action}`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => withKey(gateway, "key-1", path)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  },
);

test("a GET with a key is answered as it is now", async () => {
  const gateway = await aGateway();
  const { json: charge } = await kplusCharge(gateway);
  const read = () => withKey(gateway, "key-1", `/charges/${charge.id}`, {}, "GET");
  expect((await read()).json.status).toBe("pending");
  await gateway.call("POST", `/charges/${charge.id}/expire`);
  expect((await read()).json.status).toBe("expired");
});

test("a key may be 255 characters long, not longer", async () => {
  const gateway = await aGateway();
  expect((await withKey(gateway, "k".repeat(255), "/charges", { json: kplus })).status).toBe(200);
  expect((await withKey(gateway, "k".repeat(256), "/charges", { json: kplus })).json).toMatchObject({
    code: "bad_request",
    message: "Idempotency-Key is too long (maximum is 255 characters)",
  });
});

test("a token is made each time, so that nobody learns from a key whether it came with this very card number", async () => {
  const gateway = await aGateway();
  const card = { name: "A", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  const create = (number: string) =>
    withKey(gateway, "token-1", "/tokens", { json: { card: { ...card, number } }, key: gateway.publicKey });
  const answers = [
    await create("4242424242424242"),
    await create("4242424242424242"),
    await create("4111111111111111"),
  ];
  expect(answers.map(({ status, headers }) => [status, headers.get("idempotent-replayed")])).toEqual(
    answers.map(() => [200, null]),
  );
  expect(new Set(answers.map(({ json }) => json.id)).size).toBe(3);
});

test("two accounts with equal requests and keys have different stored fingerprints", async () => {
  const gateway = await aGateway();
  const { store, vault } = gateway.gateway;
  const own = await firstAccount(store); // before another one with the same time exists
  const other = await createMerchant(gateway.gateway, { name: "Other", email: "other@example.com" }, newWebhookSecret);
  const json = { amount: 150000, currency: "THB", type: "mobile_banking_kbank" };
  await withKey(gateway, "source-1", "/sources", { json });
  await withKey(gateway, "source-1", "/sources", { json, key: other.test.secretKey });
  const digest = vault.keyring.digest("secret source-1");
  const kept = await Promise.all([own.id, other.test.account.id].map((id) => store.idempotency.get(id, digest)));
  expect(new Set(kept.map((row) => row?.fingerprint)).size).toBe(2);
});

function withKey(
  gateway: TestGateway,
  key: string,
  path: string,
  options: CallOptions = {},
  method = "POST",
): Promise<Answer> {
  return gateway.call(method, path, { ...options, headers: { ...options.headers, "Idempotency-Key": key } });
}

async function chargesIn(gateway: TestGateway): Promise<number> {
  return (await gateway.call("GET", "/charges")).json.total;
}

async function eventsIn(gateway: TestGateway): Promise<number> {
  return (await gateway.call("GET", "/events")).json.total;
}

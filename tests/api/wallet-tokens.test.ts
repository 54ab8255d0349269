import { describe, expect, test } from "vitest";
import type { Flaw } from "../../src/connectors/wallets/simulator.ts";
import { createMerchant } from "../../src/operations/merchant/account.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

type Wallet = "googlepay" | "applepay";

/** What the simulated wallet hands over, as a shop's page gets it. */
async function handOver(gateway: TestGateway, wallet: Wallet, body: Record<string, unknown> = {}): Promise<string> {
  const answer = await gateway.call("POST", `/simulators/wallets/${wallet}`, { key: gateway.publicKey, body });
  expect(answer.status, answer.text).toBe(200);
  return answer.json.data;
}

const tokenize = (gateway: TestGateway, method: string, data: string, more: Record<string, unknown> = {}) =>
  gateway.call("POST", "/tokens", { key: gateway.publicKey, body: { tokenization: { method, data, ...more } } });

const charge = (gateway: TestGateway, card: string, more: Record<string, unknown> = {}) =>
  gateway.call("POST", "/charges", { body: { amount: 100_000, currency: "THB", card, ...more } });

const wallets = ["googlepay", "applepay"] as const;

describe("a card from a wallet", () => {
  test.each(wallets)("of %s becomes a token that says so, and is charged once", async (wallet) => {
    const gateway = await aGateway();
    const data = await handOver(gateway, wallet, {
      number: "5555555555554444",
      expiration_month: 7,
      expiration_year: 2031,
    });
    const token = await tokenize(gateway, wallet, data, {
      billing_name: "Somchai Prasert",
      billing_city: "Bangkok",
      billing_country: "TH",
      brand: "MasterCard",
    });
    expect(token.status, token.text).toBe(200);
    expect(token.json).toMatchObject({ object: "token", used: false });
    expect(token.json.card).toMatchObject({
      brand: "MasterCard",
      last_digits: "4444",
      expiration_month: 7,
      expiration_year: 2031,
      name: "Somchai Prasert",
      city: "Bangkok",
      security_code_check: true,
      tokenization_method: wallet,
    });
    const charged = await charge(gateway, token.json.id);
    expect(charged.json).toMatchObject({ status: "successful", paid: true });
    expect(charged.json.card.tokenization_method).toBe(wallet);
    expect((await charge(gateway, token.json.id)).json).toMatchObject({ code: "used_token" });
  });

  test("has the name of the wallet where nobody gives one", async () => {
    const gateway = await aGateway();
    const token = await tokenize(gateway, "googlepay", await handOver(gateway, "googlepay"));
    expect(token.json.card.name).toBe("Google Pay");
    const named = await tokenize(gateway, "applepay", await handOver(gateway, "applepay", { name: "Malee" }));
    expect(named.json.card.name).toBe("Malee");
  });

  test("is declined by its issuer as a card that was typed", async () => {
    const gateway = await aGateway();
    const data = await handOver(gateway, "applepay", { number: "4111111111140011" });
    const token = await tokenize(gateway, "applepay", data);
    expect((await charge(gateway, token.json.id)).json).toMatchObject({
      status: "failed",
      failure_code: "insufficient_fund",
    });
  });

  test("can be saved for a customer, whose later charges have no proof", async () => {
    const gateway = await aGateway();
    const token = await tokenize(gateway, "applepay", await handOver(gateway, "applepay"));
    const customer = await gateway.call("POST", "/customers", { body: { card: token.json.id } });
    expect(customer.json.cards.data[0].tokenization_method).toBe("applepay");
    const asked = proofsOf(gateway);
    const charged = await gateway.call("POST", "/charges", {
      body: { amount: 100_000, currency: "THB", customer: customer.json.id },
    });
    expect(charged.json).toMatchObject({ status: "successful" });
    expect(asked).toEqual([null]);
  });
});

describe("what a wallet hands over is refused", () => {
  const faults: Record<Flaw, Record<Wallet, string>> = {
    signature: both("tokenization data is not signed by the wallet"),
    root: both("tokenization data is not signed by the wallet"),
    tampered: both("tokenization data is not signed by the wallet"),
    expired: both("tokenization data has expired"),
    recipient: both("tokenization data is for another merchant"),
  };

  test("with a sentence for each fault, and nothing is kept of it", async () => {
    const gateway = await aGateway();
    for (const [flaw, sentences] of Object.entries(faults))
      for (const wallet of wallets) {
        const answer = await tokenize(gateway, wallet, await handOver(gateway, wallet, { flaw }));
        expect(answer.status, `${wallet} ${flaw}`).toBe(400);
        expect(answer.json, `${wallet} ${flaw}`).toMatchObject({ code: "invalid_card", message: sentences[wallet] });
      }
  });

  test.each(wallets)("the second time it comes from %s, also years later", async (wallet) => {
    const gateway = await aGateway();
    const data = await handOver(gateway, wallet);
    expect((await tokenize(gateway, wallet, data)).status).toBe(200);
    expect((await tokenize(gateway, wallet, data)).json).toMatchObject({
      code: "invalid_card",
      message: "tokenization data was already used",
    });
    await gateway.advance(3 * 365 * 86_400_000);
    expect((await tokenize(gateway, wallet, data)).json.message).toBe("tokenization data has expired");
  });

  test("when it was sealed for another account", async () => {
    const gateway = await aGateway();
    const other = await anothersKey(gateway);
    for (const wallet of wallets) {
      const { json } = await gateway.call("POST", `/simulators/wallets/${wallet}`, { key: other });
      expect((await tokenize(gateway, wallet, json.data)).json.message, wallet).toBe(
        "tokenization data is for another merchant",
      );
    }
  });

  test("when it was sealed for another identifier at Apple", async () => {
    const gateway = await aGateway();
    const identifier = "merchant.co.shop";
    const sealed = () => handOver(gateway, "applepay", { merchant_id: identifier });
    expect((await tokenize(gateway, "applepay", await sealed())).json.message).toBe(
      "tokenization data cannot be decrypted",
    );
    expect((await tokenize(gateway, "applepay", await sealed(), { merchant_id: identifier })).status).toBe(200);
  });

  test("where it is not what a wallet writes", async () => {
    const gateway = await aGateway();
    const unreadable = "tokenization data cannot be read";
    const unsupported = "tokenization data is of a kind that is not supported";
    for (const [data, message] of [
      ["4242424242424242", unreadable],
      ["[]", unreadable],
      ["{}", unsupported],
      ['{"protocolVersion":"ECv1","signedMessage":"{}","version":"RSA_v1"}', unsupported],
      ['{"protocolVersion":"ECv2","version":"EC_v1"}', unreadable],
      [
        '{"protocolVersion":"ECv2","signedMessage":"{}","intermediateSigningKey":{"signatures":[]},"version":"EC_v1","header":[]}',
        unreadable,
      ],
    ] as const)
      for (const wallet of wallets)
        expect((await tokenize(gateway, wallet, data)).json, data).toMatchObject({ code: "invalid_card", message });
  });

  test("of a card that has expired", async () => {
    const gateway = await aGateway();
    const data = await handOver(gateway, "googlepay", { expiration_year: 2020 });
    expect((await tokenize(gateway, "googlepay", data)).json.message).toBe("expiration date cannot be in the past");
  });

  test("of a wallet that nobody knows, with a typed card, and in live mode", async () => {
    const gateway = await aGateway({ live: true });
    const data = await handOver(gateway, "googlepay");
    const unsupported = { code: "bad_request", message: "tokenization method is currently not supported" };
    expect((await tokenize(gateway, "samsungpay", data)).json).toMatchObject(unsupported);
    expect((await tokenize(gateway, "applepay", data)).json).toMatchObject({ code: "invalid_card" });
    const live = { key: gateway.livePublicKey, body: { tokenization: { method: "googlepay", data } } };
    expect((await gateway.call("POST", "/tokens", live)).json).toMatchObject(unsupported);
    expect((await gateway.call("POST", "/simulators/wallets/googlepay", { key: gateway.livePublicKey })).status).toBe(
      401,
    );
    const card = { number: "4242424242424242", name: "A", expiration_month: 12, expiration_year: 2030 };
    const both = { key: gateway.publicKey, body: { card, tokenization: { method: "googlepay", data } } };
    expect((await gateway.call("POST", "/tokens", both)).json).toMatchObject({ code: "bad_request" });
  });
});

describe("3-D Secure", () => {
  const withIt = async (): Promise<TestGateway> => {
    const gateway = await aGateway();
    const [account] = await gateway.gateway.store.account.all();
    if (!account) throw new Error("no account");
    await gateway.gateway.store.save({
      update: { accounts: [{ ...account, version: account.version + 1, threeDSecure: true }] },
    });
    return gateway;
  };
  const way = { return_uri: "https://shop.example/done" };

  test("is asked of a number alone, as of a card that was typed", async () => {
    const gateway = await withIt();
    const token = await tokenize(gateway, "googlepay", await handOver(gateway, "googlepay"));
    const charged = await charge(gateway, token.json.id, way);
    expect(charged.json).toMatchObject({ status: "pending", authorized: false });
    expect(charged.json.authorize_uri).toMatch(/\/payments\//);
  });

  test.each([
    ["googlepay", "05"],
    ["applepay", "5"],
  ] as const)(
    "is not asked of a card of %s that comes with proof: the bank gets it, and it is kept nowhere",
    async (wallet, eci) => {
      const gateway = await withIt();
      const data = await handOver(gateway, wallet, { auth_method: "CRYPTOGRAM_3DS" });
      const token = await tokenize(gateway, wallet, data);
      const asked = proofsOf(gateway);
      const charged = await charge(gateway, token.json.id, { ...way, authentication: "3DS" });
      expect(charged.json).toMatchObject({ status: "successful", authorize_uri: null });
      expect(asked).toEqual([{ eci, value: expect.stringMatching(/^[A-Za-z0-9+/]{27}=$/) }]);
      const [account] = await gateway.gateway.store.account.all();
      const stored = account && (await gateway.gateway.store.charge.get(account.id, charged.json.id));
      expect(stored?.authentication?.proof).toMatchObject({ eci, authenticationValue: null });
    },
  );
});

describe("a wallet is switched", () => {
  test("off and on, on the page of methods: the capability and the refusal follow at once", async () => {
    const gateway = await aGateway();
    const owner = await signedIn(gateway, "owner");
    const offered = async (key: string) =>
      (await gateway.call("GET", "/capability", { key })).json.tokenization_methods;
    expect(await offered(gateway.publicKey)).toEqual(["googlepay", "applepay"]);
    const data = await handOver(gateway, "googlepay");

    const off = await owner.test.post("/wallets/googlepay/disable");
    expect(off.json.data).toMatchObject([
      { type: "googlepay", enabled: false },
      { type: "applepay", enabled: true },
    ]);
    expect(await offered(gateway.publicKey)).toEqual(["applepay"]);
    expect((await tokenize(gateway, "googlepay", data)).json.message).toBe(
      "tokenization method is currently not supported",
    );
    expect((await owner.test.post("/wallets/googlepay/disable")).json).toMatchObject({ code: "bad_request" });

    await owner.test.post("/wallets/googlepay/enable");
    expect((await tokenize(gateway, "googlepay", data)).status).toBe(200);
    expect((await owner.test.post("/wallets/samsungpay/enable")).status).toBe(404);

    await owner.test.post("/methods/card/disable");
    expect(await offered(gateway.publicKey), "there is nobody to charge their cards").toEqual([]);
  });

  test("nowhere in live mode, where this server has no keys of any wallet", async () => {
    const gateway = await aGateway({ live: true });
    const owner = await signedIn(gateway, "owner");
    expect((await owner.live.get("/wallets")).json.data).toMatchObject([{ ready: false }, { ready: false }]);
    expect((await owner.live.post("/wallets/googlepay/enable")).json).toMatchObject({ code: "bad_request" });
    const { json } = await gateway.call("GET", "/capability", { key: gateway.liveSecretKey });
    expect(json.tokenization_methods).toEqual([]);
  });
});

function both(sentence: string): Record<Wallet, string> {
  return { googlepay: sentence, applepay: sentence };
}

/** What the simulated acquirer is asked with from now on: the proof of the cardholder, as it arrives. */
function proofsOf({ gateway }: TestGateway): unknown[] {
  const asked: unknown[] = [];
  const bank = gateway.simulation.connectors.banks["card"];
  if (!bank?.authorize) throw new Error("no acquirer of cards");
  const { authorize } = bank;
  bank.authorize = (request, card, proof) => {
    asked.push(proof && { eci: proof.eci, value: proof.authenticationValue });
    return authorize(request, card, proof);
  };
  return asked;
}

/** Public key of another merchant at this gateway. */
async function anothersKey({ gateway }: TestGateway): Promise<string> {
  const made = await createMerchant(gateway, { name: "Other", email: "other@example.com" }, () => "c2VjcmV0");
  return made.test.publicKey;
}

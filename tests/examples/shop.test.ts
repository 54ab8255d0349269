import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { Charge } from "../../examples/shop/omise-client.ts";
import { openCharge, placeOrder, settle, statusOf } from "../../examples/shop/order.ts";
import { isGenuine } from "../../examples/shop/webhook.ts";
import { sign } from "../../src/webhooks/signature.ts";
import { aKplusSource, aMerchant, anOrder, type Merchant, pay, webhookSecret } from "./merchant.ts";

describe("an order is completed exactly once", () => {
  test("whatever the gateway says of its charges, however often and in whatever order", () => {
    const said = vi.spyOn(console, "log").mockImplementation(() => {});
    const answer = fc.record({
      id: fc.constantFrom("chrg_1", "chrg_2"),
      status: fc.constantFrom("pending", "successful", "failed", "expired"),
    });
    fc.assert(
      fc.property(fc.array(answer), (answers) => {
        said.mockClear();
        const order = placeOrder(new URLSearchParams({ tea: "1" }), "en");
        if (!order) throw new Error("a tea set is an order");
        const over = new Map<string, string>();
        for (const { id, status } of answers) {
          settle(order, { id, status, amount: 245000, currency: "THB", failure_code: null } as unknown as Charge);
          if (status !== "pending" && !over.has(id)) over.set(id, status);
        }
        const paid = [...over].filter(([, status]) => status === "successful").map(([id]) => id);
        expect(said).toHaveBeenCalledTimes(Math.min(paid.length, 1));
        expect(order.paidBy).toBe(paid[0] ?? null);
        expect(over.has(openCharge(order)?.id ?? "")).toBe(false);
        expect(order.timeline.filter(({ what }) => what === "order.paid_twice")).toHaveLength(
          Math.max(paid.length - 1, 0),
        );
      }),
    );
  });

  test("by a charge of its amount only", () => {
    const order = placeOrder(new URLSearchParams({ tea: "1" }), "en");
    if (!order) throw new Error("a tea set is an order");
    settle(order, { id: "chrg_1", status: "successful", amount: 100, currency: "THB" } as Charge);
    expect(order.paidBy).toBe(null);
  });

  test("when ten copies of the webhook and ten returning payers arrive at once", async () => {
    const { merchant, order } = await aPaidOrder({ copies: 10 });
    await Promise.all([
      merchant.post.delivered("charge.complete"),
      ...Array.from({ length: 10 }, () => fetch(`${order}/return`)),
    ]);
    expect(merchant.shipped()).toHaveLength(1);
    expect(await textOf(order)).toContain("Thank you!");
  });
});

describe("a payer who pays again", () => {
  test("by sending the same form twice has one charge, and both lead to its page", async () => {
    const merchant = await aMerchant();
    const order = await anOrder(merchant);
    const omiseSource = await aKplusSource(merchant);
    const [first, second] = await Promise.all([pay(order, { omiseSource }), pay(order, { omiseSource })]);
    expect(second).toBe(first);
    expect(first).toMatch(/\/payments\/pay2_test_\w+\/authorize/);
    expect((await merchant.api("GET", "/charges")).json.total).toBe(1);
  });

  test("in another way leaves only the newer charge open", async () => {
    const merchant = await aMerchant();
    const order = await anOrder(merchant);
    await pay(order, { omiseSource: await aKplusSource(merchant) });
    await pay(order, { omiseSource: await aKplusSource(merchant) });
    const { json } = await merchant.api("GET", "/charges");
    expect(json.data.map(({ status }: Charge) => status)).toEqual(["expired", "pending"]);
  });

  test("after the earlier charge was paid unnoticed has paid, and nothing more is asked", async () => {
    const merchant = await aMerchant();
    merchant.post.copies = 0;
    const order = await anOrder(merchant);
    await pay(order, { omiseSource: await aKplusSource(merchant) });
    const { json } = await merchant.api("GET", "/charges");
    await merchant.api("POST", `/charges/${json.data[0].id}/mark_as_paid`);
    expect(await pay(order, { omiseSource: await aKplusSource(merchant) })).toBe(order);
    expect((await merchant.api("GET", "/charges")).json.total).toBe(1);
    expect(merchant.shipped()).toHaveLength(1);
  });

  test("with a source that was used elsewhere reads why, and the order is not paid", async () => {
    const merchant = await aMerchant();
    const omiseSource = await aKplusSource(merchant);
    await pay(await anOrder(merchant), { omiseSource });
    const order = await anOrder(merchant);
    expect(await pay(order, { omiseSource })).toBe(order);
    expect(await textOf(order)).toContain("The payment could not be started");
    expect(merchant.shipped()).toEqual([]);
  });
});

describe("webhooks", () => {
  const body = Buffer.from('{"key":"charge.complete","data":{"object":"charge","id":"chrg_test_1"}}');
  const now = 1_700_000_000_000;
  const signed = (seconds: number, secret = webhookSecret) => ({ ...sign([secret], seconds, body) });

  test("signed now by the gateway are genuine, also beside the signature of a newer secret", () => {
    expect(isGenuine(body, signed(now / 1_000), webhookSecret, now)).toBe(true);
    const both = { ...sign(["bmV3ZXItc2VjcmV0LWZvci10ZXN0cw==", webhookSecret], now / 1_000, body) };
    expect(isGenuine(body, both, webhookSecret, now)).toBe(true);
  });

  test.each([
    ["with another secret", signed(now / 1_000, "YW5vdGhlci1zZWNyZXQtZm9yLXRlc3Rz"), body],
    ["of another body", signed(now / 1_000), Buffer.from("{}")],
    ["five minutes and a second ago", signed(now / 1_000 - 301), body],
    ["five minutes and a second ahead", signed(now / 1_000 + 301), body],
    ["without headers", {}, body],
    ["with an empty signature", { ...signed(now / 1_000), "omise-signature": "" }, body],
    [
      "with half a signature",
      { ...signed(now / 1_000), "omise-signature": signed(now / 1_000)["omise-signature"].slice(0, 32) },
      body,
    ],
    ["with a timestamp that is no number", { ...signed(now / 1_000), "omise-signature-timestamp": "now" }, body],
  ])("%s are not", (_, headers, given) => {
    expect(isGenuine(given, headers, webhookSecret, now)).toBe(false);
  });

  test("that are forged or old change nothing at a shop", async () => {
    const { merchant, order } = await aPaidOrder({ copies: 0 });
    await expect.poll(() => merchant.post.seen.map(({ key }) => key)).toContain("charge.complete");
    const { body: event } = merchant.post.seen.find(({ key }) => key === "charge.complete") ?? { body: Buffer.of() };
    const seconds = Math.floor(Date.now() / 1_000);
    const forged = { ...sign(["YW5vdGhlci1zZWNyZXQtZm9yLXRlc3Rz"], seconds, event) };
    const old = { ...sign([webhookSecret], seconds - 301, event) };
    for (const headers of [forged, old, {}]) {
      const answer = await fetch(`${merchant.url}/webhooks`, { method: "POST", headers, body: new Uint8Array(event) });
      expect(answer.status).toBe(401);
    }
    expect(merchant.shipped()).toEqual([]);
    expect(await merchant.post.release()).toEqual([200, 200]);
    expect(merchant.shipped()).toHaveLength(1);
    expect(await textOf(order)).toContain("Webhook charge.complete, signature valid");
  });

  test("that claim what is not so are read again and believed nothing", async () => {
    const merchant = await aMerchant();
    const order = await anOrder(merchant);
    await pay(order, { omiseSource: await aKplusSource(merchant) });
    const { json } = await merchant.api("GET", "/charges");
    const claim = JSON.stringify({
      key: "charge.complete",
      data: { ...json.data[0], status: "successful", paid: true },
    });
    const headers = { ...sign([webhookSecret], Math.floor(Date.now() / 1_000), claim) };
    const answer = await fetch(`${merchant.url}/webhooks`, { method: "POST", headers, body: claim });
    expect(answer.status).toBe(200); // once the shop has read the charge again
    expect(await textOf(order)).not.toContain("Order paid");
    await merchant.api("POST", `/charges/${json.data[0].id}/mark_as_paid`);
    await merchant.post.delivered("charge.complete");
    await expect.poll(() => merchant.shipped()).toHaveLength(1);
    expect(await textOf(order)).toContain("Order paid");
  });
});

test("what is returned of a paid order only grows, and does not pay it a second time", () => {
  const said = vi.spyOn(console, "log").mockImplementation(() => {});
  said.mockClear();
  const order = placeOrder(new URLSearchParams({ tea: "1" }), "en");
  if (!order) throw new Error("a tea set is an order");
  expect(statusOf(order)).toBe("open");
  const charge = { id: "chrg_1", status: "successful", amount: 245000, currency: "THB" };
  for (const [refunded, status] of [
    [0, "paid"],
    [100000, "paid"],
    [245000, "refunded"],
    [0, "refunded"], // an old answer
  ] as const) {
    settle(order, { ...charge, refunded_amount: refunded } as Charge);
    expect(statusOf(order)).toBe(status);
  }
  expect(said).toHaveBeenCalledTimes(1);
});

test("nobody finds an order without its token", async () => {
  const merchant = await aMerchant();
  const answer = await fetch(`${merchant.url}/orders/AAAAAAAAAAAAAAAAAAAAAA`);
  expect(answer.status).toBe(404);
  expect((await anOrder(merchant)).split("/").at(-1)).toMatch(/^[\w-]{22}$/);
});

test("the server's code can be read in one sitting: fewer than 250 lines", () => {
  const folder = join(import.meta.dirname, "../../examples/shop");
  const lines = ["server.ts", "order.ts", "webhook.ts", "omise-client.ts"].flatMap((file) =>
    readFileSync(join(folder, file), "utf8").trimEnd().split("\n"),
  );
  expect(lines.length).toBeLessThan(250);
});

/** An order with a K PLUS charge that the bank has just approved. */
async function aPaidOrder({ copies }: { copies: number }): Promise<{ merchant: Merchant; order: string }> {
  const merchant = await aMerchant();
  merchant.post.copies = copies;
  const order = await anOrder(merchant);
  await pay(order, { omiseSource: await aKplusSource(merchant) });
  const { json } = await merchant.api("GET", "/charges");
  await merchant.api("POST", `/charges/${json.data[0].id}/mark_as_paid`);
  return { merchant, order };
}

const textOf = async (address: string): Promise<string> => (await fetch(address)).text();

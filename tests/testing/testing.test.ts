import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { faultNames } from "../../src/domain/sandbox/rule.ts";
import { type Chamra, type Fault, type RequestRefused, startChamra } from "../../testing/index.ts";
import { launchBrowser } from "../kit/browser.ts";

let chamra: Chamra;
beforeAll(async () => {
  chamra = await startChamra({ timeout: 60_000 });
}, 60_000);
afterAll(() => chamra.close());

const order = {
  amount: 150000,
  currency: "THB",
  return_uri: "http://localhost:3000/orders/1/complete",
  source: { type: "mobile_banking_kbank" },
};

test("a second start in one process has the same gateway and an account of its own, of which the first sees nothing", async () => {
  const other = await startChamra();
  expect(other.url).toBe(chamra.url);
  const charge = await other.request("POST", "/charges", order);
  await expect(chamra.request("GET", `/charges/${charge.id}`)).rejects.toMatchObject({
    name: "RequestRefused",
    status: 404,
    code: "not_found",
  } satisfies Partial<RequestRefused>);
  await other.close();
  await expect(other.request("GET", "/charges")).rejects.toMatchObject({ status: 401 });
});

test("payers pay and fail, and each webhook is returned once, whether it is waited for or has come", async () => {
  const account = await chamra.account({ name: "Second shop" });
  const [paid, failed] = [
    await account.request("POST", "/charges", order),
    await account.request("POST", "/charges", order),
  ];
  const awaited = account.webhooks.next("charge.complete");
  expect(await account.payer.pay(paid)).toMatchObject({ status: "successful", paid: true });
  expect((await awaited).data.id).toBe(paid.id);
  expect(await account.payer.fail(failed.id, "insufficient_fund")).toMatchObject({ failure_code: "insufficient_fund" });
  expect((await account.webhooks.next("charge.complete")).data.id).toBe(failed.id);
  const missing = account.webhooks.next("refund.create", { timeout: 1 });
  await expect(missing).rejects.toThrow(/^no refund\.create arrived within 1 ms; (charge\.\w+(, )?){4} did$/);
  const arrived = account.webhooks.all().map(({ key, data }) => `${key} ${data.id}`); // in any order between the two charges
  expect(arrived.sort()).toEqual(
    [paid, failed].flatMap(({ id }) => [`charge.complete ${id}`, `charge.create ${id}`]).sort(),
  );
});

test("a test's own timers change nothing for the gateway, whose time it moves", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const account = await chamra.account();
  const charge = await account.request("POST", "/charges", order);
  const { now } = await account.clock.advance("31d");
  expect((await account.clock.now()).toISOString().slice(0, 16)).toBe(now.slice(0, 16));
  expect((await account.webhooks.next("charge.expire")).data).toMatchObject({ id: charge.id, status: "expired" });
  await account.clock.freeze();
  const stands = await account.clock.now();
  expect(await account.clock.now()).toEqual(stands);
  await account.reset();
  expect([(await account.request("GET", "/charges")).total, account.webhooks.all()]).toEqual([0, []]);
});

test("a bank is told to answer faultily for one account, until that is cleared", async () => {
  const account = await chamra.account();
  const rule = await account.rules.add({ fault: "webhook_twice", on: { metadata: { order: true } }, times: 3 });
  expect(await account.rules.all()).toEqual([rule]);
  expect(await chamra.rules.all()).toEqual([]);
  await account.rules.remove(rule);
  expect(await account.rules.all()).toEqual([]);
});

test("a payer is walked through the page in a browser, to the shop, and through a code that stands folded up", async () => {
  const shop = createServer((_, response) => void response.end("<h1>Thank you</h1>"));
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    shop.close();
  });
  const return_uri = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/orders/1`;
  for (const [outcome, status] of [
    ["successful", "successful"],
    ["insufficient_fund", "failed"],
  ]) {
    const page = await browser.newPage();
    const charge = await chamra.request("POST", "/charges", { ...order, return_uri });
    await chamra.payer.walk(page, charge, outcome);
    expect(page.url()).toBe(return_uri);
    expect((await chamra.request("GET", `/charges/${charge.id}`)).status).toBe(status);
  }
});

test("a gateway that runs already is used by its address and key, and what is wrong with a start is said", async () => {
  const url = `${chamra.url}/`;
  await expect(startChamra({ url })).rejects.toThrow("set CHAMRA_TEST_SECRET_KEY");
  const settings = { CHAMRA_PORT: "none" };
  await expect(startChamra({ settings })).rejects.toThrow("CHAMRA_PORT must be a port");
});

test("each fault that there is can be added by its name, and the types name no other", async () => {
  const account = await chamra.account();
  const named: readonly Fault[] = faultNames;
  const known = (fault: Fault): (typeof faultNames)[number] => fault;
  for (const fault of named) expect((await account.rules.add({ fault })).fault).toBe(known(fault));
  await account.rules.remove();
  expect(await account.rules.all()).toEqual([]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scriptNames } from "../../src/pages/script-names.ts";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import { aShop, calling, complaintsOf, shownBy } from "./omisejs-shop.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const library = join(import.meta.dirname, "../../web/dist/omise.js");

const card = {
  name: "Somchai Prasert",
  number: "4242424242424242",
  expiration_month: "10",
  expiration_year: "2030",
  city: "Bangkok",
  postal_code: "10320",
  security_code: "123",
};

test("createToken and createSource of the guides work from another origin under a strict policy", async () => {
  const gateway = await aGateway();
  const shop = await aShop(
    gateway,
    calling(`Omise.createToken("card", ${JSON.stringify(card)}, (...token) =>
      Omise.createSource("installment_wlb_ktc", { amount: 400000, currency: "THB", installment_term: 4 }, (...source) =>
        show(token, source)));`),
  );
  const page = await browser.newPage();
  const complaints = complaintsOf(page);
  await page.goto(shop.url);

  const [token, source] = await shownBy(page);
  expect(token).toEqual([200, expect.objectContaining({ object: "token", id: expect.stringMatching(/^tokn_test_/) })]);
  expect(source).toEqual([
    200,
    expect.objectContaining({ object: "source", type: "installment_wlb_ktc", amount: 400000, installment_term: 4 }),
  ]);
  const charge = await gateway.call("POST", "/charges", {
    body: {
      amount: 400000,
      currency: "THB",
      source: source[1].id,
      card: token[1].id,
      return_uri: "https://example.com/done",
    },
  });
  expect(charge.json).toMatchObject({ object: "charge", status: "pending" });
  expect(complaints).toEqual([]);
  await page.close();
});

test("errors of the API come to the callback with their status", async () => {
  const gateway = await aGateway();
  const shop = await aShop(
    gateway,
    calling(`Omise.createToken("card", ${JSON.stringify({ ...card, number: "4242424242424241" })}, (...token) =>
      Omise.createSource("mobile_banking_kbank", { amount: 1, currency: "THB" }, (...source) =>
        show(token, source)));`),
  );
  const page = await browser.newPage();
  await page.goto(shop.url);

  const [token, source] = await shownBy(page);
  expect(token).toEqual([
    400,
    expect.objectContaining({ object: "error", code: "invalid_card", message: "number is invalid" }),
  ]);
  expect(source).toEqual([
    400,
    expect.objectContaining({ object: "error", message: expect.stringContaining("amount must be at least 2000") }),
  ]);
  await page.close();
});

test("an unreachable gateway is told with status 0: a source at once, a token after half a minute", async () => {
  const gateway = await aGateway();
  const shop = await aShop(
    gateway,
    calling(`Omise.createSource("mobile_banking_kbank", { amount: 150000, currency: "THB" }, (...source) => {
      show(source);
      Omise.createToken("card", ${JSON.stringify(card)}, (...token) => show(source, token));
    });`),
  );
  const page = await browser.newPage();
  await page.clock.install();
  await page.route(/\/(sources\/|token-frame\.html)$/, (route) => route.abort());
  await page.goto(shop.url);

  const [source] = await shownBy(page);
  expect(source).toEqual([0, { code: "create_source_error", error: expect.any(String) }]);
  await page.clock.runFor(29_000);
  expect(await shownBy(page)).toHaveLength(1);
  await page.clock.runFor(2_000);
  const [, token] = await shownBy(page);
  expect(token).toEqual([
    0,
    expect.objectContaining({ code: "rpc_error", message: "unable to connect to provider after timeout" }),
  ]);
  await page.close();
});

test("scripts that record the page's requests and messages never see a card that createToken sends", async () => {
  const gateway = await aGateway();
  const shop = await aShop(
    gateway,
    calling(`const { fetch: original } = window;
      const seen = [];
      window.fetch = (...given) => (seen.push(given), original(...given));
      const { open, send } = XMLHttpRequest.prototype;
      XMLHttpRequest.prototype.send = function (body) { seen.push(body); return send.call(this, body); };
      addEventListener("message", ({ data }) => seen.push(data));
      Omise.createToken("card", ${JSON.stringify(card)}, (status) => show(status, JSON.stringify(seen)));`),
  );
  const page = await browser.newPage();
  await page.goto(shop.url);
  expect(await shownBy(page)).toEqual([200, "[]"]);
  await expect.poll(() => page.locator("iframe").count()).toBe(0);
  await page.close();
});

test("the call of the public library is understood: JSON to /sources/, the key without a colon, a preflight before it", async () => {
  const gateway = await aGateway();
  const preflight = await gateway.call("OPTIONS", "/sources/", {
    key: null,
    headers: {
      origin: "https://shop.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-headers")).toMatch(/authorization.*content-type/i);

  const answer = await gateway.call("POST", "/sources/", {
    key: null,
    headers: {
      authorization: `Basic ${Buffer.from(gateway.publicKey).toString("base64")}`,
      origin: "https://shop.example",
    },
    json: { amount: 150000, currency: "THB", type: "mobile_banking_kbank", platform_type: "IOS" },
  });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.json).toMatchObject({ object: "source", type: "mobile_banking_kbank", platform_type: "IOS" });
});

describe.each(scriptNames)("loaded as %s", (name) => {
  test("it is the script, unpacked", async () => {
    const gateway = await aGateway();
    const answer = await gateway.call("GET", `/${name}`, { key: null });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(answer.headers.get("content-encoding")).toBeNull();
    expect(answer.text).toBe(readFileSync(library, "utf8"));
  });

  test.each(["", 'type="module"'])("it finds the gateway, as a script %s", async (type) => {
    const gateway = await aGateway();
    const another = name.startsWith("card") ? "" : '<script src="/card.js" type="text/plain"></script>'; // the shop's own
    const shop = await aShop(gateway, { body: `${another}<script ${type} src="{gateway}/${name}?v=1"></script>` });
    const page = await browser.newPage();
    await page.goto(shop.url);
    const answer = await page.evaluate(
      `new Promise((resolve) => {
        Omise.setPublicKey("${gateway.publicKey}");
        Omise.createToken("card", ${JSON.stringify(card)}, (status, { id }) => resolve([status, id]));
      })`,
    );
    expect(answer).toEqual([200, expect.stringMatching(/^tokn_test_/)]);
    await page.close();
  });
});

test("omise.js is at most 15 KB when packed", () => {
  expect(gzipSync(readFileSync(library)).length).toBeLessThan(15_000);
});

test("the browser code is served so that any site can load it, and what has a hash is kept for good", async () => {
  const gateway = await aGateway();
  const get = (path: string) => gateway.call("GET", path, { key: null });

  const script = await get("/omise.js");
  expect(script.headers.get("access-control-allow-origin")).toBe("*");
  expect(script.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
  const again = await gateway.call("GET", "/omise.js", {
    key: null,
    headers: { "if-none-match": script.headers.get("etag") ?? "" },
  });
  expect(again.status).toBe(304);

  expect((await get("/omise.d.ts")).text).toContain("declare var Omise: OmiseJs.Omise");
  const form = await get("/pay.html");
  expect(form.headers.get("content-security-policy")).toMatch(
    /default-src 'none'; script-src 'self'; style-src 'self'/,
  );
  const [asset] = /assets\/[\w-]+\.js/.exec(form.text) ?? [];
  expect((await get(`/${asset}`)).headers.get("cache-control")).toContain("immutable");
  const [font] = /assets\/[\w-]+\.woff2/.exec((await get("/fonts.css")).text) ?? [];
  expect((await get(`/${font}`)).headers.get("content-type")).toBe("font/woff2");
});

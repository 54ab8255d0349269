import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { aProxy } from "../exec/proxy.ts";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";

test("a page with the original's script address makes a token here, in a browser that uses the proxy", async () => {
  const gateway = await aGateway();
  const proxy = await aProxy(gateway);
  const page = `<!doctype html><script src="https://cdn.omise.co/omise.js"></script><script>
    Omise.setPublicKey("${gateway.publicKey}");
    const card = { name: "Somchai", number: "4242424242424242", expiration_month: "10", expiration_year: "2030", security_code: "123" };
    Omise.createToken("card", card, (status, { object, id }) => { document.title = [status, object, id].join(" "); });
  </script>`;
  const shop = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(page));
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void shop.close());
  const { port } = shop.address() as AddressInfo; // a TCP server has one

  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const context = await browser.newContext({ proxy: { server: proxy.url }, ignoreHTTPSErrors: true });
  const tab = await context.newPage();
  await tab.goto(`http://127.0.0.1:${port}/`);
  await expect.poll(() => tab.title()).toMatch(/^200 token tokn_test_/);
  const [, , token = ""] = (await tab.title()).split(" ");
  const charge = await gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card: token } });
  expect(charge.json.status).toBe("successful");
});

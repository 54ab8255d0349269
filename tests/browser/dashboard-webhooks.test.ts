import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { minutes } from "../../src/domain/base/time.ts";
import { verify } from "../../src/webhooks/signature.ts";
import { launchBrowser } from "../kit/browser.ts";
import { kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aReceiver, type Received } from "../kit/receiver.ts";
import { aMember, expectSound, narrow } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 60_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const signatureOf = ({ headers }: Received) => ({
  "omise-signature": String(headers["omise-signature"]),
  "omise-signature-timestamp": String(headers["omise-signature-timestamp"]),
});

test("the endpoint is set, tried with a test event that a real receiver gets, changed and taken away", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  const { page, open, complaints } = await aMember(browser, gateway, "developer");
  await open("/test/webhooks");
  await page.getByRole("button", { name: "Set the endpoint" }).click();
  await page.getByLabel("Address").fill(receiver.url.replace("http://", "")); // a local address, so http
  await page.keyboard.press("Enter");
  await page.getByText(receiver.url).waitFor();
  await page.getByRole("button", { name: "Send a test event" }).click();
  await page.getByText("Your endpoint took it in").waitFor();
  const [received] = await receiver.arrived(1);
  if (!received) throw new Error("nothing arrived");
  expect(received.json).toMatchObject({ object: "event", key: "charge.complete" });
  await page.getByText("What was sent").click();
  await page.getByRole("region", { name: "Headers" }).getByText(signatureOf(received)["omise-signature"]).waitFor();
  await expectSound(page, "a test event");

  receiver.answerWith(503);
  await page.getByRole("button", { name: "Send a test event" }).click();
  await page.getByText("Your endpoint answered 503 after").waitFor();

  await page.getByRole("button", { name: "Change" }).click();
  await page.getByLabel("Address").fill("ftp://example.com");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").getByText("The address has to begin with http:// or https://").waitFor();
  await expectSound(page, "an address that was refused");
  await page.getByRole("button", { name: "Send nowhere" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send nowhere" }).click();
  await page.getByText("No endpoint yet").waitFor();
  expect(complaints.filter((text) => !text.includes("400"))).toEqual([]);
});

test("why nothing arrives is said of each endpoint, on a phone, too", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  const { page, open, complaints } = await aMember(browser, gateway, "developer", { viewport: narrow });
  await open("/test/webhooks");
  await page.getByRole("button", { name: "Examine the endpoints" }).click();
  await page.getByText("No endpoint is set, so nobody is told of anything.").waitFor();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  await page.getByRole("button", { name: "Examine the endpoints" }).click();
  await page.getByText("It takes an event that a stranger signed.").waitFor();
  await expect
    .poll(() => page.getByRole("listitem").filter({ hasText: "Copy of an hour ago" }).getByText("200").count())
    .toBe(1);
  await expectSound(page, "an endpoint that takes everything");
  receiver.answerWith(404, "no such page");
  await page.getByRole("button", { name: "Examine the endpoints" }).click();
  await page.getByText("It refuses a genuine event.").waitFor();
  await page.getByText("no such page").waitFor();
  expect(complaints).toEqual([]);
});

test("another endpoint is added for one event, hears of that only, and is taken away", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  const { page, open, complaints } = await aMember(browser, gateway, "developer", { viewport: narrow });
  await open("/test/webhooks");
  await page.getByRole("button", { name: "Add an endpoint" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Address").fill(receiver.url);
  await dialog.getByLabel("Every event").click();
  expect(
    await dialog.getByRole("button", { name: "Save" }).isDisabled(),
    "without an event there is nothing to send",
  ).toBe(true);
  await dialog.getByLabel("charge.complete").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText(receiver.url).waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expectSound(page, "another endpoint");

  const { json: charge } = await kplusCharge(gateway);
  await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
  await gateway.advance(0);
  expect(receiver.received.map(({ json }) => json.key)).toEqual(["charge.complete"]);
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("No other endpoint").waitFor();
  expect(complaints).toEqual([]);
});

test("after the secret is rolled both sign, and the new one is the one that is shown", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  const { page, open } = await aMember(browser, gateway, "owner");
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  await open("/test/webhooks");
  const section = page.locator("section", { hasText: "Signing secret" }).last();
  const shown = async () => (await section.locator("code").first().textContent()) ?? "";
  await section.getByRole("button", { name: "Reveal" }).click();
  await section.getByRole("button", { name: "Hide" }).waitFor();
  const before = await shown();
  await section.getByRole("button", { name: "Roll" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make a new secret" }).click();
  await section.getByText("The secret before signs too, until").waitFor();
  const after = await shown();
  expect(after).not.toBe(before);
  await page.getByRole("button", { name: "Send a test event" }).click();
  const [received] = await receiver.arrived(1);
  if (!received) throw new Error("nothing arrived");
  for (const secret of [before, after]) expect(verify([secret], signatureOf(received), received.text)).toBe(true);
});

test("a failed delivery is found by its state, shows the reason, and shows its arrival without a reload", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  receiver.answerWith(500);
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  await kplusCharge(gateway);
  await receiver.arrived(1);
  const { page, open, complaints } = await aMember(browser, gateway, "viewer", { viewport: narrow });
  await open("/test/webhooks?state=due");
  const deliveries = page.getByRole("list", { name: "Deliveries" });
  await deliveries.getByText("Retrying").waitFor();
  await deliveries.getByText("500").waitFor();
  await expectSound(page, "deliveries");
  await page.getByText("Given up", { exact: true }).click();
  await page.getByText("No delivery is in this state").waitFor();
  expect(new URL(page.url()).search).toBe("?state=given_up");
  await page.getByText("Delivered", { exact: true }).click();
  await page.getByText("No delivery is in this state").waitFor();
  receiver.answerWith(200);
  await gateway.advance(minutes(2));
  await deliveries.getByText("200").waitFor();
  await deliveries.getByRole("link").click();
  await page.waitForURL("**/dashboard/test/events/evnt_test_*");
  expect(complaints).toEqual([]);
});

test("code that checks signatures is there in six languages, reached by arrow keys", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "viewer");
  await open("/test/webhooks");
  await page.getByRole("tab", { name: "Node.js" }).focus();
  for (const [language, word] of [
    ["Python", "hmac.compare_digest"],
    ["PHP", "hash_equals"],
    ["Ruby", "fixed_length_secure_compare"],
    ["Java", "MessageDigest.isEqual"],
    ["Go", "hmac.Equal"],
  ] as const) {
    await page.keyboard.press("ArrowRight");
    await page.getByRole("tabpanel", { name: language }).getByText(word).waitFor();
  }
});

import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { methodOf } from "../kit/methods.ts";
import { chargeBy } from "../kit/paying.ts";
import { axeFaults, complaintsOf } from "./omisejs-shop.ts";

/** The pages that show a payer what to pay by: codes, numbers, or that their own code was scanned. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function aPayer(options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, locale: "en", ...options });
  onTestFinished(() => page.close());
  return page;
}

/** A charge whose payer comes back to a page that there is. */
async function aCharge(gateway: TestGateway, type: string) {
  const { json } = await chargeBy(gateway, methodOf(type), { return_uri: `${gateway.url}/health` });
  return { id: json.id as string, address: json.authorize_uri as string, json };
}

test.each(["promptpay", "bill_payment_tesco_lotus", "barcode_alipay"])(
  "the page of %s goes on by itself once it is paid elsewhere",
  async (type) => {
    const gateway = await aGateway();
    const { id, address } = await aCharge(gateway, type);
    const page = await aPayer();
    const complaints = complaintsOf(page);
    await page.goto(address);
    await page.getByText("This page goes on by itself once you have").waitFor();
    expect(await axeFaults(page.mainFrame())).toEqual([]);
    await gateway.call("POST", `/phone/payments/${id}/decide`, { key: null, body: { outcome: "successful" } });
    await page.waitForURL(/\/health$/);
    expect(complaints).toEqual([]);
  },
);

test("without a script the page of a code is loaded again, and so goes on", async () => {
  const gateway = await aGateway();
  const { id, address } = await aCharge(gateway, "promptpay");
  const page = await aPayer({ javaScriptEnabled: false });
  await page.goto(address);
  const again = await page.locator("meta[http-equiv=refresh]").getAttribute("content");
  const onward = /url=(.*)$/.exec(again ?? "")?.[1] ?? "";
  await gateway.call("POST", `/charges/${id}/mark_as_paid`);
  await page.goto(new URL(onward, page.url()).href);
  expect(page.url()).toMatch(/\/health$/);
});

test("a payer whose bank's app is on the device with the code saves its picture", async () => {
  const gateway = await aGateway();
  const { address, json } = await aCharge(gateway, "promptpay");
  const page = await aPayer();
  await page.goto(address);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Save the code as a picture" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("qrcode.png");
  const shown = await fetch(`${json.source.scannable_code.image.download_uri}.png`);
  expect(Buffer.compare(await readFile(await download.path()), Buffer.from(await shown.arrayBuffer()))).toBe(0);
});

test("a payer whose code the shop has scanned is sent to their app, not to numbers that there are not", async () => {
  const gateway = await aGateway();
  const page = await aPayer();
  await page.goto((await aCharge(gateway, "barcode_alipay")).address);
  await page.getByRole("heading", { name: "The shop has scanned your code" }).waitFor();
  expect(await page.getByRole("main").first().textContent()).not.toContain("numbers");
});

test("a bill's page has a QR code, too, by which the test phone finds the bill", async () => {
  const gateway = await aGateway();
  const { id, address } = await aCharge(gateway, "bill_payment_tesco_lotus");
  const page = await aPayer();
  await page.goto(address);
  const picture = await page.locator(".qr svg").first().screenshot();
  const phone = await aPayer();
  await phone.goto(`${gateway.url}/phone`);
  const file = { name: "bill.png", mimeType: "image/png", buffer: picture };
  await phone.getByLabel("Picture of the code").setInputFiles(file);
  await phone.getByRole("heading", { name: "Pay at the counter" }).waitFor();
  expect(await axeFaults(phone.mainFrame())).toEqual([]);
  await phone.getByRole("button", { name: "Pay this amount" }).click();
  await phone.getByRole("heading", { name: "Paid" }).waitFor();
  expect((await gateway.call("GET", `/charges/${id}`)).json.status).toBe("successful");
});

test("a payer of installments at the bank is sent to the bank by its name", async () => {
  const gateway = await aGateway();
  const page = await aPayer();
  await page.goto((await aCharge(gateway, "installment_kbank")).address);
  await page.getByRole("link", { name: "Continue to Kasikorn Bank", exact: true }).click();
  await page.getByRole("heading", { name: "Confirm the payment" }).waitFor();
});

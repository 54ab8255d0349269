import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { kplusCharge } from "../kit/builders.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";
import { aShop, type Shop } from "./shop.ts";

const phoneScreen = { width: 375, height: 740 };

/** A payer's browser. `complaints`: errors of its console and network. */
export async function aPayer(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ viewport: phoneScreen, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, complaints };
}

export type Payment = { gateway: TestGateway; shop: Shop; charge: Answer["json"]; reference: string };

/** A new K PLUS charge, with a running shop at its return_uri. */
export async function aPayment(patch: Record<string, unknown> = {}, at?: TestGateway): Promise<Payment> {
  const gateway = at ?? (await aGateway());
  const shop = await aShop();
  const { json: charge } = await kplusCharge(gateway, { return_uri: shop.url("/orders/1"), ...patch });
  return { gateway, shop, charge, reference: charge.source.provider_references.reference_number_1 };
}

/** Goes from the payment page to the choice of accounts, as a payer does. */
export async function openPhone(page: Page, { charge }: Payment): Promise<void> {
  await page.goto(charge.authorize_uri);
  await page.getByRole("link", { name: "Open K PLUS", exact: true }).click();
  await enterPin(page);
}

export async function enterPin(page: Page): Promise<void> {
  await page.getByLabel("PIN, six digits").fill("246810");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Pay from which account?" }).waitFor();
}

export async function chargeOf({ gateway, charge }: Payment): Promise<Answer["json"]> {
  return (await gateway.call("GET", `/charges/${charge.id}`)).json;
}

/** Number of final events of the charge, and of its ledger entries. */
export async function traceOf({ gateway, charge }: Payment): Promise<{ told: number; moved: number }> {
  const { json: events } = await gateway.call("GET", `/charges/${charge.id}/events`);
  const { json: transactions } = await gateway.call("GET", "/transactions");
  const ofCharge = ({ origin }: { origin: string }) => origin === charge.id;
  const isEnd = ({ key }: { key: string }) => key === "charge.complete";
  return { told: events.data.filter(isEnd).length, moved: transactions.data.filter(ofCharge).length };
}

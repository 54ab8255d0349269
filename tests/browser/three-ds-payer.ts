import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { cardCharge, installmentCharge } from "../kit/builders.ts";
import { type Answer, aGateway, type GatewayOptions, type TestGateway } from "../kit/gateway.ts";
import { wrong } from "../kit/three-ds.ts";
import { aPayer } from "./kplus-payer.ts";
import { aShop, type Shop } from "./shop.ts";

export type CardPayment = {
  gateway: TestGateway;
  shop: Shop;
  charge: Answer["json"];
  /** The charge as read by the shop at each arrival of its payer. */
  arrivals: Answer["json"][];
};

type Create = (gateway: TestGateway, patch: Record<string, unknown>, number?: string) => Promise<Answer>;

export const byInstallments: Create = installmentCharge;
export const byCard: Create = (gateway, patch, number) =>
  cardCharge(gateway, { authentication: "3DS", ...patch }, number);

export async function aCardPayment(
  create: Create = byInstallments,
  number?: string,
  patch = {},
  options: GatewayOptions = {},
): Promise<CardPayment> {
  const gateway = await aGateway(options);
  const arrivals: Answer["json"][] = [];
  const shop = await aShop(async () => {
    arrivals.push(await chargeOf({ gateway, charge }));
  });
  const { json: charge } = await create(gateway, { return_uri: shop.url("/orders/1"), ...patch }, number);
  return { gateway, shop, charge, arrivals };
}

/** A payer on the issuer's page, which asks for the code. */
export async function aChallengedPayer(browser: Browser, payment: CardPayment, options: BrowserContextOptions = {}) {
  const { page, complaints } = await aPayer(browser, options);
  await toBank(page, payment.charge.authorize_uri);
  return { page, complaints };
}

export async function toBank(page: Page, authorizeUri: string): Promise<void> {
  await page.goto(authorizeUri);
  await page.getByRole("button", { name: "Continue to your bank" }).click();
  await page.getByRole("heading", { name: "Confirm this payment" }).waitFor();
}

/** The code in the text message. */
export async function codeOn(page: Page): Promise<string> {
  const message = await page.getByRole("complementary", { name: "Text message (test mode)" }).textContent();
  return /\d{6}/.exec(message ?? "")?.[0] ?? "";
}

export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("One-time code").fill(code);
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
}

export async function enterWrongCode(page: Page): Promise<void> {
  await enterCode(page, wrong(await codeOn(page)));
}

export async function chargeOf({ gateway, charge }: Pick<CardPayment, "gateway" | "charge">): Promise<Answer["json"]> {
  return (await gateway.call("GET", `/charges/${charge.id}`)).json;
}

/** Number of final events of the charge, and of its ledger entries. */
export async function traceOf({ gateway, charge }: CardPayment): Promise<{ told: number; moved: number }> {
  const { json: events } = await gateway.call("GET", `/charges/${charge.id}/events`);
  const { json: transactions } = await gateway.call("GET", "/transactions");
  return {
    told: events.data.filter(({ key }: { key: string }) => key === "charge.complete").length,
    moved: transactions.data.filter(({ origin }: { origin: string }) => origin === charge.id).length,
  };
}

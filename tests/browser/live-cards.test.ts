import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { changeAccount } from "../../src/operations/merchant/account.ts";
import { launchBrowser } from "../kit/browser.ts";
import type { TestGateway } from "../kit/gateway.ts";
import { aPair, type Pair } from "../upstream/live.ts";
import { aPayer } from "./kplus-payer.ts";
import {
  aShop,
  calling,
  checkout,
  complaintsOf,
  paymentForm,
  type ShopPage,
  shownBy,
  typeCard,
} from "./omisejs-shop.ts";
import { codeOn, enterCode } from "./three-ds-payer.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const number = "4242424242424242";

/** All bytes that a gateway's listener hears from now on. */
function heardBy({ app }: TestGateway): () => string {
  const heard: Buffer[] = [];
  app.server.on("connection", (socket) => socket.on("data", (bytes: Buffer) => heard.push(bytes)));
  return () => Buffer.concat(heard).toString();
}

/** A shop that takes live money with our omise.js, and a payer at its page. */
async function aLiveShop(methods: readonly string[], shopPage: ShopPage) {
  const pair = await aPair(methods, {}, { cards: true });
  const heard = heardBy(pair.ours);
  const shop = await aShop({ ...pair.ours, publicKey: pair.ours.livePublicKey }, shopPage);
  const { page } = await aPayer(browser);
  const complaints = complaintsOf(page);
  await page.goto(shop.url);
  return { pair, heard, shop, page, complaints };
}

/** Has the upstream ask cardholders. */
async function asksFor3ds({ gateway, pass }: TestGateway): Promise<void> {
  const [account] = await gateway.store.account.all();
  if (!account) throw new Error("there is no account");
  await changeAccount(gateway, account.id, (current) => revise(current, { threeDSecure: true }));
  pass(3_000); // longer than an account is cached
}

/** The charge that a shop's server makes of what its form brought. */
async function chargedBy({ ask }: Pair, shop: string, order: URLSearchParams, amount: number) {
  const [token, source] = [order.get("omiseToken"), order.get("omiseSource")];
  const { json } = await ask("POST", "/charges", {
    body: {
      amount,
      currency: "THB",
      return_uri: `${shop}orders/1/complete`,
      ...(token && { card: token }),
      ...(source && { source }),
    },
  });
  return json;
}

/** Confirms on the issuer's page that the upstream leads to, which the payer has come to by ours. */
async function confirmAtUpstream(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue to your bank" }).click();
  await page.getByRole("heading", { name: "Confirm this payment" }).waitFor();
  await enterCode(page, await codeOn(page));
}

const paid = { status: "successful", paid: true, livemode: true };

test("a live card typed into our form goes from the browser to the upstream's vault and never to us; 3-D Secure there leads back to the shop, paid", async () => {
  const { pair, heard, shop, page, complaints } = await aLiveShop(["card"], checkout({ amount: 100_000 }));
  await asksFor3ds(pair.theirs);
  await page.getByRole("button", { name: "Buy now" }).click();
  const form = paymentForm(page);
  await typeCard(form);
  const ordered = shop.ordered();
  await form.getByRole("button", { name: /^Pay/ }).click();
  const order = await ordered;
  expect(order.get("omiseToken")).toMatch(/^tokn_test_/); // the upstream's
  const charge = await chargedBy(pair, shop.url, order, 100_000);
  expect(charge).toMatchObject({ status: "pending", livemode: true });
  await page.waitForURL(`${shop.url}pay`); // the form has been sent
  await page.goto(charge.authorize_uri);
  expect(page.url()).toContain(pair.theirs.gateway.publicUrl());
  await confirmAtUpstream(page);
  await page.waitForURL(`${shop.url}orders/1/complete`);
  expect((await pair.ask("GET", `/charges/${charge.id}`)).json).toMatchObject(paid);
  expect(complaints).toEqual([]);
  expect(heard()).toContain("GET /card_vault");
  expect(heard()).toContain(String(order.get("omiseToken")));
  expect(heard()).not.toMatch(/4242[ +%20]*4242/);
});

test("a payment link is paid by a live card on our own page, whose form sends it to the upstream's vault", async () => {
  const pair = await aPair(["card"], {}, { cards: true });
  await asksFor3ds(pair.theirs);
  const heard = heardBy(pair.ours);
  const body = { amount: 450_000, currency: "THB", title: "Two bowls", description: "Indigo" };
  const { json: link } = await pair.ask("POST", "/links", { body });
  const { page } = await aPayer(browser);
  const complaints = complaintsOf(page);
  await page.goto(link.payment_uri);
  const form = paymentForm(page);
  await typeCard(form);
  await form.getByRole("button", { name: "Pay ฿4,500.00" }).click();
  await confirmAtUpstream(page);
  await page.getByRole("heading", { name: "Payment successful" }).waitFor();
  expect((await pair.ask("GET", "/charges")).json.data).toMatchObject([paid]);
  expect(complaints).toEqual([]);
  expect(heard()).toContain("GET /card_vault");
  expect(heard()).not.toMatch(/4242[ +%20]*4242/);
});

test("a payer reads that the shop is not set up where the upstream's public key is missing, and the console says what to do", async () => {
  const pair = await aPair(["card"]);
  const shop = await aShop({ ...pair.ours, publicKey: pair.ours.livePublicKey }, checkout({ amount: 100_000 }));
  const { page, complaints } = await aPayer(browser);
  await page.goto(shop.url);
  await page.getByRole("button", { name: "Buy now" }).click();
  const form = paymentForm(page);
  await typeCard(form);
  await form.getByRole("button", { name: /^Pay/ }).click();
  await form.getByRole("alert").getByText(/./).waitFor();
  expect(complaints.join()).toContain("cards of this account go to Omise, whose public key it has not");
});

test("the guide of K PLUS, live through Chamra to Chamra: our form's source is charged, approved on the upstream's page and paid at the shop", async () => {
  const options = { amount: 150_000, defaultPaymentMethod: "mobile_banking_kbank" };
  const { pair, shop, page, complaints } = await aLiveShop(["mobile_banking_kbank"], checkout(options));
  await page.getByRole("button", { name: "Buy now" }).click();
  const ordered = shop.ordered();
  await paymentForm(page).getByRole("button", { name: /^Pay/ }).click();
  const charge = await chargedBy(pair, shop.url, await ordered, 150_000);
  expect(charge).toMatchObject({ status: "pending", source: { type: "mobile_banking_kbank" } });
  await page.waitForURL(`${shop.url}pay`); // the form has been sent
  await page.goto(charge.authorize_uri);
  expect(page.url()).toContain(pair.theirs.gateway.publicUrl());
  await page.getByRole("button", { name: "Successful" }).click();
  await page.waitForURL(`${shop.url}orders/1/complete`);
  expect((await pair.ask("GET", `/charges/${charge.id}`)).json).toMatchObject(paid);
  expect(complaints).toEqual([]);
});

test("the guide of installments, live through Chamra to Chamra: the upstream's token and our source are one charge there, confirmed and paid", async () => {
  const options = { amount: 1_000_000, defaultPaymentMethod: "installment" };
  const { pair, heard, shop, page, complaints } = await aLiveShop(["installment_wlb_ktc"], checkout(options));
  await page.getByRole("button", { name: "Buy now" }).click();
  const form = paymentForm(page);
  await form.getByRole("radio", { name: "Krungthai Card" }).check();
  await form.getByRole("radio", { name: /6 months/ }).check();
  await typeCard(form);
  const ordered = shop.ordered();
  await form.getByRole("button", { name: /^Pay/ }).click();
  const charge = await chargedBy(pair, shop.url, await ordered, 1_000_000);
  expect(charge).toMatchObject({ status: "pending", source: { installment_term: 6 } });
  await page.waitForURL(`${shop.url}pay`); // the form has been sent
  await page.goto(charge.authorize_uri);
  await confirmAtUpstream(page);
  await page.waitForURL(`${shop.url}orders/1/complete`);
  expect((await pair.ask("GET", `/charges/${charge.id}`)).json).toMatchObject(paid);
  expect(complaints).toEqual([]);
  expect(heard()).not.toMatch(/4242[ +%20]*4242/);
});

test("Omise.createToken with a live key brings the card from its hidden frame to the upstream's vault", async () => {
  const card = { name: "Somchai Prasert", number, expiration_month: 12, expiration_year: 2030, security_code: "123" };
  const { pair, heard, page, complaints } = await aLiveShop(
    ["card"],
    calling(
      `Omise.createToken("card", ${JSON.stringify(card)}, (status, { object, id }) => show(status, object, id));`,
    ),
  );
  const [status, object, id] = await shownBy(page);
  expect([status, object]).toEqual([200, "token"]);
  expect((await pair.theirs.call("GET", `/tokens/${id}`, { key: pair.theirs.publicKey })).status).toBe(200);
  expect(complaints).toEqual([]);
  expect(heard()).not.toContain(number);
});

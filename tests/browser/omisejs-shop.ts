import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import axe from "axe-core";
import type { Browser, Frame, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

/** A merchant's site: another origin than the gateway's, with the strictest content security policy under which omise.js works. */
export type Shop = {
  url: string;
  /** All forms posted to /pay. */
  orders: URLSearchParams[];
  /** Resolves with the next form that is posted. */
  ordered(): Promise<URLSearchParams>;
};

export type ShopPage = {
  head?: string;
  body: string;
  script?: string;
  /** Another origin that the page may frame. */
  alsoFrames?: string;
  /** Replaces the strict policy. */
  policy?: string;
};

export const phone = { viewport: { width: 390, height: 844 } };

type Visit = { context?: Parameters<Browser["newPage"]>[0]; before?: (page: Page) => Promise<unknown> };

/**
 * A shop's page in a browser, with its own gateway: its form, all console messages, and the errors among them.
 * `before` prepares the browser's page before it loads.
 */
export async function visit(browser: Browser, shopPage: ShopPage, { context = phone, before }: Visit = {}) {
  const gateway = await aGateway();
  const shop = await aShop(gateway, shopPage);
  const page = await browser.newPage(context);
  onTestFinished(() => page.close());
  const complaints = complaintsOf(page);
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await before?.(page);
  await page.goto(shop.url, { waitUntil: "domcontentloaded" }); // the form's frame may be kept from loading
  return { gateway, shop, page, form: paymentForm(page), complaints, said };
}

/** Allows script, frames and requests of the gateway; no inline code, no eval, no other styles. */
const policyFor = (gateway: string, alsoFrames: string) =>
  [
    "default-src 'none'",
    `script-src 'self' ${gateway}`,
    `frame-src ${gateway} ${alsoFrames}`,
    `connect-src ${gateway}`,
    "style-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");

/** @param page  head and body, with {gateway} and {key} filled in, and what /shop.js runs after omise.js */
export async function aShop(gateway: TestGateway, shopPage: ShopPage): Promise<Shop> {
  const { head = "", body, script = "", alsoFrames = "", policy = policyFor(gateway.url, alsoFrames) } = shopPage;
  const fill = (text: string) => text.replaceAll("{gateway}", gateway.url).replaceAll("{key}", gateway.publicKey);
  const orders: URLSearchParams[] = [];
  let resolveOrder = (_: URLSearchParams) => {};
  const server = createServer((request, response) => {
    const html = (text: string) =>
      response
        .writeHead(200, {
          "content-type": "text/html; charset=utf-8",
          "content-security-policy": policy,
        })
        .end(`<!doctype html><html lang="en"><title>Shop</title>${fill(head)}<body>${text}</body></html>`);
    if (request.url === "/shop.js")
      return response.writeHead(200, { "content-type": "text/javascript" }).end(fill(script));
    if (request.method !== "POST") return html(`${fill(body)}<script src="/shop.js"></script>`);
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      const order = new URLSearchParams(text);
      orders.push(order);
      html("<h1>Thank you</h1>");
      resolveOrder(order);
    });
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // a TCP server has one
    orders,
    ordered: () =>
      new Promise((resolve) => {
        resolveOrder = resolve;
      }),
  };
}

/** A shop whose script writes to #out what `call` passes to `show`. */
export const calling = (call: string) => ({
  body: '<pre id="out"></pre><script src="{gateway}/omise.js"></script>',
  script: `const show = (...values) => { document.querySelector("#out").textContent = JSON.stringify(values); };
    Omise.setPublicKey("{key}"); ${call}`,
});

/** The content of #out. */
export async function shownBy(page: Page) {
  const out = page.locator("#out:not(:empty)");
  await out.waitFor();
  return JSON.parse((await out.textContent()) ?? "");
}

/** The usual shop: a form with a button that opens the pop-up. */
export const checkout = (options: Record<string, unknown> = {}) => ({
  body: `<form id="checkout" method="post" action="/pay"><button id="buy" type="button">Buy</button></form>
    <script src="{gateway}/omise.js"></script>`,
  script: `OmiseCard.configure({ publicKey: "{key}", frameLabel: "ร้านกาแฟดอยช้าง", ...${JSON.stringify(options)} });
    OmiseCard.configureButton("#buy", { buttonLabel: "Buy now" });
    OmiseCard.attach();`,
});

/** All errors of the page and its frames, policy violations included. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

/** The document of the payment form. */
export function frameOf(page: Page, address = "pay.html"): Frame {
  const frame = page.frames().find((each) => each.url().includes(address));
  if (!frame) throw new Error(`no frame shows ${address}`);
  return frame;
}

/** Faults that axe finds in that document. */
export async function axeFaults(frame: Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  return frame.evaluate(
    `axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`,
  );
}

export const paymentForm = (page: Page) => page.frameLocator("#omise-checkout-iframe-app");

/** Chooses a method in the form, whose group may be folded away. */
export async function choose(form: ReturnType<typeof paymentForm>, name: string): Promise<void> {
  const radio = form.getByRole("radio", { name, includeHidden: true });
  await radio.waitFor({ state: "attached" });
  if (!(await radio.isVisible())) await form.locator("details", { has: radio }).locator("summary").click();
  await radio.check();
}

/** Fills the card fields of the form in `frame`. */
export async function typeCard(
  frame: ReturnType<typeof paymentForm>,
  { number = "4242 4242 4242 4242", expiry = "1230", code = "123", name = "Somchai Prasert" } = {},
): Promise<void> {
  await frame.getByLabel("Card number").fill(number);
  await frame.getByLabel("Expiry date").pressSequentially(expiry);
  await frame.getByLabel("Security code").fill(code);
  await frame.getByLabel("Name on card").fill(name);
}

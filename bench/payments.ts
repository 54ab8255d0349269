import { Agent } from "undici";
import { completed } from "./receiver.ts";

/** Complete installment payments: `count` in all, by `atOnce` customers in parallel. */
export type Payments = { url: string; publicKey: string; secretKey: string; atOnce: number; count: number };

/**
 * Makes complete payments as a shop and its customer do: token, source, charge, the page at `authorize_uri`, the cardholder's
 * authentication by test mode's 3-D Secure, until the webhook of `charge.complete` arrives.
 */
export async function payments({ url, publicKey, secretKey, atOnce, count }: Payments): Promise<{ perSecond: number }> {
  const agent = new Agent();
  let left = count;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await payOnce();
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  await agent.close();
  return { perSecond: count / seconds };

  async function payOnce(): Promise<void> {
    const amount = 400_000;
    const card = {
      name: "Somchai Prasert",
      number: "4242424242424242",
      expiration_month: 12,
      expiration_year: 2030,
      security_code: "123",
    };
    const token = await ask("/tokens", publicKey, { card });
    const type = "installment_wlb_ktc";
    const source = await ask("/sources", publicKey, { type, amount, currency: "THB", installment_term: 4 });
    const return_uri = "https://shop.example/orders/1";
    const charge = await ask("/charges", secretKey, {
      amount,
      currency: "THB",
      card: token.id,
      source: source.id,
      return_uri,
    });
    const told = completed(charge.id);
    const page = new URL(charge.authorize_uri);
    await fetchText("GET", page);
    await fetchText("POST", page, "outcome=successful", { "content-type": "application/x-www-form-urlencoded" });
    await told;
  }

  async function ask(path: string, key: string, body: object) {
    const headers = {
      authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
      "content-type": "application/json",
    };
    const { status, text } = await fetchText("POST", new URL(path, url), JSON.stringify(body), headers);
    if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
    return JSON.parse(text);
  }

  async function fetchText(method: "GET" | "POST", { origin, pathname, search }: URL, body?: string, headers = {}) {
    const answer = await agent.request({ origin, path: pathname + search, method, headers, body: body ?? null });
    const text = await answer.body.text();
    if (answer.statusCode >= 400) throw new Error(`${method} ${pathname} answered ${answer.statusCode}: ${text}`);
    return { status: answer.statusCode, text };
  }
}

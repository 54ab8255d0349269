import type { PaymentOptions } from "../../src/pages/payment-options.ts";
import { accept } from "../frames/accept.ts";
import type { FromForm, ToForm } from "../protocol.ts";
import { type Form, renderForm } from "./form.ts";
import { applyLooks } from "./looks.ts";
import { localeOf, sayIn } from "./texts.ts";

/** The payment form inside its frame. The page sends the configuration and receives the result; card details stay in the frame. */
const root = document.querySelector("#form") as HTMLElement; // is in pay.html
let form: Form | null = null;

accept<ToForm, FromForm>(async (message, send) => {
  if (message.type === "submit") {
    await form?.submit(message.billing);
    return;
  }
  const { config } = message;
  const locale = localeOf(config.locale);
  document.documentElement.lang = locale;
  applyLooks(config);
  form = renderForm({ root, config, locale, say: sayIn(locale), send, load: () => options(config) });
  watchSize(send);
});

/** The account's payment methods; null if the gateway cannot be reached, its message if it refuses. */
async function options(config: Extract<ToForm, { type: "show" }>["config"]): Promise<PaymentOptions | string | null> {
  const { key, amount, currency, zeroInterest } = config;
  const query = new URLSearchParams({ key, amount: String(amount), currency });
  if (zeroInterest !== null) query.set("zero_interest_installments", String(zeroInterest));
  try {
    const answer = await fetch(`pay/options.json?${query}`);
    const body = await answer.json();
    return answer.ok ? (body as PaymentOptions) : String(body.message); // the type of the route's answer
  } catch {
    return null;
  }
}

let watching: ResizeObserver | null = null;

function watchSize(send: (message: FromForm) => void): void {
  watching?.disconnect();
  watching = new ResizeObserver(() => send({ type: "size", height: Math.ceil(root.getBoundingClientRect().height) }));
  watching.observe(root);
}

import type { PaymentOption } from "../../src/pages/payment-options.ts";
import { postCard, postSource } from "../frames/post.ts";
import type { FormConfig } from "../protocol.ts";
import type { Plan } from "./installment-plans.ts";
import { platformOf } from "./methods-shown.ts";

/** The created token or source, or the gateway's refusal. */
export type Outcome = { result: OmiseJs.Result } | { status: number; response: OmiseJs.Answer };

/** Creates a token from a card. */
export async function payByCard(config: FormConfig, card: object): Promise<Outcome> {
  const { status, response } = await postCard(config.key, { card });
  return status === 200 && response.id ? { result: { token: response.id } } : { status, response };
}

/** @param details that the method asks for beside its type */
export async function payBySource(config: FormConfig, option: PaymentOption, details: object): Promise<Outcome> {
  const platform = option.platformType ? platformOf(navigator.userAgent, navigator.maxTouchPoints) : null;
  return source(config, { type: option.type, ...details, ...(platform && { platform_type: platform }) });
}

/**
 * Creates a token and a source. The card comes first, since the payer can mistype it.
 *
 * @param card null where it is entered on the bank's page
 */
export async function payByInstallments(config: FormConfig, card: object | null, plan: Plan): Promise<Outcome> {
  const token = card === null ? { result: {} } : await payByCard(config, card);
  if (!("result" in token)) return token;
  const { zeroInterest } = config;
  const made = await source(config, {
    type: plan.type,
    installment_term: plan.months,
    ...(zeroInterest !== null && { zero_interest_installments: zeroInterest }),
  });
  return "result" in made ? { result: { ...token.result, ...made.result } } : made;
}

async function source({ key, amount, currency }: FormConfig, details: object): Promise<Outcome> {
  const { status, response } = await postSource(key, { amount, currency, ...details });
  return status === 200 && response.id ? { result: { source: response.id } } : { status, response };
}

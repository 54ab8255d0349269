import type { FastifyInstance } from "fastify";
import { Refusal } from "../../domain/base/errors.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { fieldsIn } from "../form-fields.ts";
import type { PhonePayment } from "./payment.ts";
import { endAs, outcomeOf, outcomesOf, paymentNamed } from "./phone-acts.ts";

type Route = { Params: { payment: string } };

/**
 * The test phone for programs: what a payer sees and does, for test charges only. A payment is reached by its reference, which only its merchant and its
 * payer know, or by its charge's id.
 */
export function registerPhoneApi(app: FastifyInstance, gateway: Gateway): void {
  app.get<Route>("/phone/payments/:payment", async ({ params }, reply) =>
    reply.header("Cache-Control", "no-store").send(shapeOf(await found(gateway, params.payment))),
  );

  app.post<Route>("/phone/payments/:payment/decide", async ({ params, body }, reply) => {
    const payment = await found(gateway, params.payment);
    const named = fieldsIn(body)["outcome"];
    const outcomes = outcomesOf(payment.method);
    const outcome = outcomes.find((each) => each === named);
    if (!outcome) throw new Refusal("bad_request", `outcome must be one of ${outcomes.join(", ")}`);
    await endAs(gateway, payment, outcome);
    return reply.header("Cache-Control", "no-store").send(shapeOf(await found(gateway, payment.request.reference)));
  });
}

async function found(gateway: Gateway, name: string): Promise<PhonePayment> {
  const payment = await paymentNamed(gateway, name);
  if (payment) return payment;
  throw new Refusal(
    "not_found",
    "the test phone knows no such payment: name a test charge whose payer decides there by its id, or its provider_reference",
  );
}

/** A payment as JSON. `outcome` is null while the payer has not decided, and if the gateway closed the payment before they did. */
function shapeOf(payment: PhonePayment) {
  const { request, method, end, endedAt } = payment;
  return {
    object: "phone_payment",
    reference: request.reference,
    type: method.type,
    amount: request.amount,
    currency: request.currency,
    merchant: request.merchant,
    status: (end?.status ?? "WAITING").toLowerCase(),
    outcome: outcomeOf(payment),
    outcomes: outcomesOf(method),
    bank_reference: end?.status === "PAID" ? end.bankReference : null,
    account: payment.account,
    ended_at: endedAt === null ? null : new Date(endedAt).toISOString(),
  };
}

import type { FastifyInstance } from "fastify";
import { Refusal } from "../../domain/base/errors.ts";
import type { Time } from "../../domain/base/time.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { fieldsIn } from "../form-fields.ts";
import { type KeyDoor, testAccountOf } from "../test-key.ts";
import {
  endOnPhone,
  outcomeNamed,
  outcomeOf,
  outcomes,
  type PhonePayment,
  payment,
  phoneAccounts,
  resetPhoneAccounts,
} from "./phone-acts.ts";

type Route = { Params: { payment: string } };

/**
 * The phone for programs, described on /kplus: what a payer sees and does, for test charges only. A payment is reached by its reference, which only
 * its merchant and its payer know; the payer's accounts, which all payments of an account share, with its secret test key.
 */
export function registerPhoneApi(app: FastifyInstance, gateway: Gateway, door: KeyDoor): void {
  app.get<Route>("/kplus/payments/:payment", async ({ params }, reply) =>
    reply.header("Cache-Control", "no-store").send(shapeOf(await paymentNamed(gateway, params.payment))),
  );

  app.post<Route>("/kplus/payments/:payment/decide", async ({ params, body }, reply) => {
    const { request } = await paymentNamed(gateway, params.payment);
    const outcome = outcomeNamed(fieldsIn(body)["outcome"]);
    if (!outcome) throw new Refusal("bad_request", `outcome must be one of ${outcomes.join(", ")}`);
    await endOnPhone(gateway, request.reference, outcome);
    return reply.header("Cache-Control", "no-store").send(shapeOf(await paymentNamed(gateway, request.reference)));
  });

  const accounts = async ({ id }: Account) => ({ object: "list", data: await phoneAccounts(gateway, id) });

  app.get("/kplus/accounts", door.keyedRoute, async (request, reply) => {
    const account = await testAccountOf(door, request);
    return reply.header("Cache-Control", "no-store").send(await accounts(account));
  });

  app.post("/kplus/accounts/reset", door.keyedRoute, async (request, reply) => {
    const account = await testAccountOf(door, request);
    await resetPhoneAccounts(gateway, account.id);
    return reply.header("Cache-Control", "no-store").send(await accounts(account));
  });
}

async function paymentNamed(gateway: Gateway, name: string): Promise<PhonePayment> {
  const found = await payment(gateway, name);
  if (found) return found;
  throw new Refusal(
    "not_found",
    "the bank knows no such payment: name a K PLUS test charge by its id, or open its authorize_uri first",
  );
}

/** A payment as JSON. `outcome` is null while the payer has not decided, and if the gateway closed the payment before they did. */
function shapeOf(payment: PhonePayment) {
  const { request, end, account, sessionEndsAt, endedAt } = payment;
  return {
    object: "kplus_payment",
    reference: request.reference,
    amount: request.amount,
    currency: request.currency,
    merchant: request.merchant,
    status: (end?.status ?? "WAITING").toLowerCase(),
    outcome: outcomeOf(payment),
    bank_reference: end?.status === "PAID" ? end.bankReference : null,
    account,
    session_ends_at: moment(sessionEndsAt),
    ended_at: moment(endedAt),
  };
}

const moment = (time: Time | null): string | null => (time === null ? null : new Date(time).toISOString());

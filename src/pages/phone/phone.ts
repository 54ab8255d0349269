import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type reasonOf, rejectionFor } from "../../connectors/phone/connector.ts";
import { asksForCode } from "../../connectors/phone/products.ts";
import { referenceIn } from "../../connectors/phone/qr.ts";
import { phoneIn } from "../../connectors/phone/sandbox.ts";
import type { PaymentRequest } from "../../connectors/phone/wire.ts";
import { type AccountId, kindOfId } from "../../domain/base/id.ts";
import { failureCodesOf } from "../../domain/payment/method.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { bankReference } from "../../operations/payment/bank.ts";
import { chargeOfPage, visit } from "../../operations/payment/payer.ts";
import { reasonFor } from "../../operations/sandbox/play.ts";
import { fieldsIn } from "../form-fields.ts";
import { showPage } from "../page.ts";
import { keepingLanguage, languageIn } from "../payer-language.ts";
import type { PhonePayment } from "./payment.ts";
import { phonePage, purses, scanPage } from "./screens.ts";

type Route = { Params: { reference: string } };

/**
 * The payer's phone in test mode, with every bank and wallet on it that has no phone of its own. A payment's reference opens it: its merchant has it, and
 * its payer by the code or the app's link. Its state is what the network knows, so a reload, the back button or a second tab show the true state.
 */
export function registerPhone(app: FastifyInstance, gateway: Gateway): void {
  const timeOf = ({ request }: PhonePayment) => gateway.clock.of(request.merchantId as AccountId); // the gateway's own words

  app.get("/phone", (request, reply) => showPage(reply, scanPage(languageIn(request), null)));

  app.post("/phone", async (request, reply) => {
    const { code = "" } = fieldsIn(request.body);
    const reference = await referenceOf(gateway, code.trim());
    if (reference === undefined) return showPage(reply, scanPage(languageIn(request), code));
    return goTo(request, reply, reference);
  });

  app.get<Route>("/phone/pay/:reference", async (request, reply) => {
    const payment = await paymentOf(gateway, request.params.reference);
    if (!payment) return showPage(reply, { ...scanPage(languageIn(request), request.params.reference), status: 404 });
    return showPage(reply, phonePage(payment, timeOf(payment), languageIn(request)));
  });

  app.post<Route>("/phone/pay/:reference", async (request, reply) => {
    const payment = await paymentOf(gateway, request.params.reference);
    if (!payment) return showPage(reply, { ...scanPage(languageIn(request), request.params.reference), status: 404 });
    const { request: asked, method } = payment;
    const fields = fieldsIn(request.body);
    const purse = purses.find(({ key }) => key === fields["purse"]);
    if (purse) {
      if (asksForCode(asked.product) && !/^\d{6}$/.test(fields["otp"] ?? ""))
        return showPage(reply, phonePage(payment, timeOf(payment), languageIn(request), true));
      await end(gateway, asked, purse.reason ?? "paid", purse.key);
    } else if (fields["act"] === "cancel") await end(gateway, asked, "cancelled");
    else {
      const code = failureCodesOf(method).find((each) => each === fields["outcome"]);
      if (code) await end(gateway, asked, reasonFor(method, code));
    }
    return goTo(request, reply, asked.reference);
  });
}

/** Ends a payment as its payer decided; the gateway is notified and asks for the result. Past the merchant's time nothing can be paid any more. */
async function end(
  gateway: Gateway,
  { reference, callback }: PaymentRequest,
  outcome: "paid" | ReturnType<typeof reasonOf>,
  account?: string,
): Promise<void> {
  const { decide } = phoneIn(gateway.simulation.sandboxes);
  const decided =
    outcome === "paid"
      ? ({ status: "PAID", bankReference: `TP${gateway.randomText(14)}` } as const)
      : ({ status: "REJECTED", rejection: rejectionFor(outcome) } as const);
  await decide(reference, decided, account);
  await visit(gateway, callback);
}

/** The payment with this reference, or undefined. One that has ended meanwhile is told to the gateway. */
async function paymentOf(gateway: Gateway, reference: string): Promise<PhonePayment | undefined> {
  const payment = await phoneIn(gateway.simulation.sandboxes).look(reference);
  const { request } = payment;
  const method = request && gateway.methods.find(request.product);
  if (!request || !method) return undefined;
  if (payment.end) await visit(gateway, request.callback);
  return { ...payment, request, method };
}

/** The reference that is meant by what was scanned or pasted: a code's content, the address of its picture or of the payer's page, or the reference itself. */
async function referenceOf(gateway: Gateway, scanned: string): Promise<string | undefined> {
  const page = /\/payments\/(\w+)\//.exec(scanned)?.[1];
  if (page !== undefined && kindOfId(page) === "page") {
    const charge = await chargeOfPage(gateway, page);
    return charge && !charge.livemode && (await paymentOf(gateway, bankReference(charge).reference))
      ? bankReference(charge).reference
      : undefined;
  }
  const reference = referenceIn(scanned) ?? scanned;
  return (await paymentOf(gateway, reference)) && reference;
}

const goTo = (request: FastifyRequest, reply: FastifyReply, reference: string): FastifyReply =>
  reply
    .header("Cache-Control", "no-store")
    .redirect(keepingLanguage(request, `/phone/pay/${encodeURIComponent(reference)}`), 303);

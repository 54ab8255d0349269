import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { AccountId } from "../../domain/base/id.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { fieldsIn } from "../form-fields.ts";
import { showPage } from "../page.ts";
import { keepingLanguage, languageIn } from "../payer-language.ts";
import { registerPhoneApi } from "./api.ts";
import { asksForCode, type PhonePayment } from "./payment.ts";
import { end, endAs, outcomesOf, paymentOf, placeOf } from "./phone-acts.ts";
import { phonePage, purses, scanPage } from "./screens.ts";

type Route = { Params: { reference: string } };

/**
 * The payer's phone in test mode, with every bank and wallet on it that has no phone of its own. A payment's reference opens it: its merchant has it, and
 * its payer by the code or the app's link. Its state is what the network knows, so a reload, the back button or a second tab show the true state.
 */
export function registerPhone(app: FastifyInstance, gateway: Gateway): void {
  const timeOf = ({ request }: PhonePayment) => gateway.clock.of(request.merchantId as AccountId); // the gateway's own words

  registerPhoneApi(app, gateway);

  app.get("/phone", (request, reply) => showPage(reply, scanPage(languageIn(request), null)));

  app.post("/phone", async (request, reply) => {
    const { code = "" } = fieldsIn(request.body);
    const place = await placeOf(gateway, code.trim());
    if (place === undefined) return showPage(reply, scanPage(languageIn(request), code));
    return goTo(request, reply, place);
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
      if (asksForCode(method) && !/^\d{6}$/.test(fields["otp"] ?? ""))
        return showPage(reply, phonePage(payment, timeOf(payment), languageIn(request), true));
      await end(gateway, asked, purse.reason ?? "paid", purse.key);
    } else if (fields["act"] === "cancel") await end(gateway, asked, "cancelled");
    else {
      const outcome = outcomesOf(method).find((each) => each === fields["outcome"]);
      if (outcome) await endAs(gateway, payment, outcome);
    }
    return goTo(request, reply, `/phone/pay/${encodeURIComponent(asked.reference)}`);
  });
}

const goTo = (request: FastifyRequest, reply: FastifyReply, place: string): FastifyReply =>
  reply.header("Cache-Control", "no-store").redirect(keepingLanguage(request, place), 303);

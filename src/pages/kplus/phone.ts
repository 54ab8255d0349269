import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { accountKeys } from "../../connectors/kplus/simulator-accounts.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { serveAsset } from "../asset.ts";
import { fieldsIn } from "../form-fields.ts";
import { showPage } from "../page.ts";
import { keepingLanguage, languageIn } from "../payer-language.ts";
import type { KeyDoor } from "../test-key.ts";
import { registerPhoneApi } from "./api.ts";
import { guidePage } from "./guide.ts";
import {
  endOnPhone,
  outcomeNamed,
  type PhonePayment,
  payFrom,
  phoneAccounts,
  phonePayment,
  rejectOnPhone,
  resetPhoneAccounts,
  signIn,
} from "./phone-acts.ts";
import { type PhoneView, phonePage, phoneStyle, pinPage, unknownPaymentPage } from "./screens.ts";

type Route = { Params: { reference: string }; Querystring: Partial<Record<string, string>> };
type Fields = ReturnType<typeof fieldsIn>;

/**
 * The payer's side of K PLUS in test mode, as a phone in the browser. Its state is what the bank knows of the payment and the
 * address of the page, so a reload, the back button or a second tab show the true state.
 */
export function registerKplusPhone(app: FastifyInstance, gateway: Gateway, door: KeyDoor): void {
  serveAsset(app, phoneStyle);
  registerPhoneApi(app, gateway, door);

  app.get("/kplus", (request, reply) => showPage(reply, guidePage(languageIn(request), gateway.publicUrl())));

  app.get<Route>("/kplus/pay/:reference", async (request, reply) => {
    const payment = await phonePayment(gateway, request.params.reference);
    if (!payment) return showPage(reply, unknownPaymentPage(languageIn(request)));
    const account = accountKeys.find((key) => key === request.query["account"]) ?? null;
    return showPage(reply, phonePage(await viewOf(gateway, request, payment), account));
  });

  app.post<Route>("/kplus/pay/:reference", async (request, reply) => {
    const { reference } = request.params;
    const payment = await phonePayment(gateway, reference);
    if (!payment) return showPage(reply, unknownPaymentPage(languageIn(request)));
    const fields = fieldsIn(request.body);
    if (fields["act"] === "pin" && payment.end === null) return enterPin(gateway, request, reply, payment, fields);
    await act(gateway, payment, fields);
    return again(request, reply);
  });
}

/** Takes the PIN. Each key of the pad is a button that sends the digits typed before it; the sixth digit opens the app. */
async function enterPin(
  gateway: Gateway,
  request: FastifyRequest<Route>,
  reply: FastifyReply,
  payment: PhonePayment,
  fields: Fields,
): Promise<FastifyReply> {
  const { pin: typed = "", key = "" } = fields;
  const pin = key === "delete" ? typed.slice(0, -1) : /^\d$/.test(key) ? typed + key : typed;
  if (/^\d{6}$/.test(pin)) {
    await signIn(gateway, request.params.reference);
    return again(request, reply);
  }
  const wrong = key === "enter" || key === "";
  return showPage(reply, pinPage(await viewOf(gateway, request, payment), wrong ? "" : pin, wrong));
}

/** Carries out an action of the payer. An unknown one changes nothing, and the payer sees the current screen. */
async function act(
  gateway: Gateway,
  { request: { reference, merchantId }, sessionEndsAt }: PhonePayment,
  fields: Fields,
) {
  const account = accountKeys.find((key) => key === fields["account"]);
  switch (fields["act"]) {
    case "reset":
      return resetPhoneAccounts(gateway, merchantId);
    case "cancel":
      return rejectOnPhone(gateway, reference, "cancelled");
    case "end": {
      const outcome = outcomeNamed(fields["outcome"]);
      return outcome && endOnPhone(gateway, reference, outcome);
    }
    case "confirm":
      if (!account || sessionEndsAt === null) return;
      return fields["fault"] ? rejectOnPhone(gateway, reference, "processing") : payFrom(gateway, reference, account);
  }
}

const again = (request: FastifyRequest<Route>, reply: FastifyReply): FastifyReply =>
  reply
    .header("Cache-Control", "no-store")
    .redirect(keepingLanguage(request, `/kplus/pay/${encodeURIComponent(request.params.reference)}`), 303);

async function viewOf(gateway: Gateway, request: FastifyRequest, payment: PhonePayment): Promise<PhoneView> {
  return {
    payment,
    accounts: await phoneAccounts(gateway, payment.request.merchantId),
    now: gateway.clock.of(payment.request.merchantId as AccountId), // the gateway's own words
    language: languageIn(request),
  };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { type Gateway, methodsFor } from "../../operations/gateway.ts";
import { shownKeys } from "../../operations/merchant/key.ts";
import { cancelledByPayer } from "../../operations/payment/payer.ts";
import { serveAsset } from "../asset.ts";
import { sendBack } from "../authorize.ts";
import { fieldsIn } from "../form-fields.ts";
import { type Page, showPage } from "../page.ts";
import { chosenIn, keepingLanguage, languageIn } from "../payer-language.ts";
import { payerIsDone } from "../payment.ts";
import { isForForms, taking } from "../payment-options.ts";
import type { KeyDoor } from "../test-key.ts";
import { showTrouble } from "../trouble.ts";
import {
  closedPage,
  type Hosted,
  payPage,
  payScript,
  resultPage,
  type Setback,
  unknownHostedPage,
} from "./hosted-page.ts";
import { hostedLink, hostedSession } from "./kinds.ts";

type Route = { Params: { code: string }; Querystring: Record<string, unknown> };

/** What is paid at an address of one kind; undefined for an unknown code. */
type Find = (gateway: Gateway, code: string) => Promise<Hosted | undefined>;

/** The pages where payers pay, open to anybody who has the address. */
export function registerHosted(app: FastifyInstance, gateway: Gateway, door: KeyDoor): void {
  serveAsset(app, payScript);
  registerKind(app, gateway, door, "/link", hostedLink);
  registerKind(app, gateway, door, "/checkout", hostedSession);
}

/**
 * Pages of one kind: /:code shows what is paid and takes what the payment form made, and /:code/complete tells how a payment ended. Requests count as
 * those of the account's public key, which stands in the page.
 */
function registerKind(
  app: FastifyInstance,
  gateway: Gateway,
  { gatekeeper, spend }: KeyDoor,
  base: string,
  find: Find,
): void {
  app.register(async (pages) => {
    pages.setErrorHandler(showTrouble("a page where payers pay could not be shown"));

    pages.get<Route>(`${base}/:code`, async (request, reply) => {
      const hosted = await find(gateway, request.params.code);
      if (!hosted) return showPage(reply, unknownHostedPage(languageIn(request)));
      return showPage(reply, await pageOf(hosted, request));
    });

    pages.post<Route>(`${base}/:code`, async (request, reply) => {
      const hosted = await find(gateway, request.params.code);
      if (!hosted) return showPage(reply, unknownHostedPage(languageIn(request)));
      const key = await publicKeyOf(hosted.account);
      if (key === null) return back(request, reply, hosted, null);
      try {
        spend(await gatekeeper.admit(key, ["public"], request.ip), false, request.ip);
        const { token = "", source = "", cancel } = fieldsIn(request.body);
        if (cancel !== undefined && hosted.shop?.cancel) {
          await hosted.cancel();
          return sendBack(reply, hosted.shop.cancel);
        }
        if (token === "" && source === "") return back(request, reply, hosted, "refused"); // ends nobody else's payment
        const charge = await hosted.pay({
          card: token || undefined,
          source: source || undefined,
          ip: request.ip,
          language: chosenIn(request) ?? null,
        });
        return onward(request, reply, charge);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status >= 500) throw error;
        request.log.info({ code: error.code, message: error.message }, "what was to be paid at a page was refused");
        const current = await find(gateway, request.params.code);
        return back(request, reply, hosted, current?.open === false ? "busy" : "refused");
      }
    });

    pages.get<Route>(`${base}/:code/complete`, async (request, reply) => {
      const hosted = await find(gateway, request.params.code);
      if (!hosted) return showPage(reply, unknownHostedPage(languageIn(request)));
      const { charge: id, waiting } = request.query;
      const charge = await hosted.charge(id === undefined ? undefined : String(id));
      if (!charge) return reply.redirect(keepingLanguage(request, hosted.path), 303);
      if (hosted.shop && charge.authorizedAt !== null) return sendBack(reply, naming(charge, hosted.shop.complete));
      if (waiting !== undefined && payerIsDone(charge))
        return reply.redirect(keepingLanguage(request, `?charge=${charge.id}`), 303);
      const cancelled = await cancelledByPayer(gateway, charge);
      return showPage(reply, resultPage(viewOf(hosted, request), charge, gateway.methods.of(charge.method), cancelled));
    });
  });

  async function pageOf(hosted: Hosted, request: FastifyRequest<Route>): Promise<Page> {
    const view = viewOf(hosted, request);
    if (hosted.closed) return closedPage(view, hosted.closed);
    const { account, amount, currency } = hosted;
    const methods = taking(methodsFor(gateway, account), amount, currency).filter(
      (method) => isForForms(method) && hosted.takes(method),
    );
    const key = await publicKeyOf(account);
    if (methods.length === 0 || key === null) return closedPage(view, "closed");
    return payPage(view, methods, key, setbackIn(request));
  }

  const viewOf = (hosted: Hosted, request: FastifyRequest) => ({
    hosted,
    operator: gateway.seller.name,
    language: languageOf(request, hosted),
  });

  const publicKeyOf = async (account: Account): Promise<string | null> => (await shownKeys(gateway, account)).publicKey;
}

const languageOf = (request: FastifyRequest, { language }: Hosted) =>
  chosenIn(request) ?? language ?? languageIn(request);

/** Sends the payer to the page of their charge, or to its result where it is over. */
function onward(request: FastifyRequest, reply: FastifyReply, charge: Charge): FastifyReply {
  const pays = charge.page !== null && !payerIsDone(charge);
  const address = pays ? keepingLanguage(request, `/payments/${charge.page}/authorize`) : (charge.returnUri ?? ""); // all made here have one
  return reply.header("Cache-Control", "no-store").redirect(address, 303);
}

/** Sends the payer back to where they came from. */
function back(request: FastifyRequest, reply: FastifyReply, { path }: Hosted, setback: Setback | null): FastifyReply {
  const address = `${path}${setback === null ? "" : `?again=${setback}`}`;
  return reply.header("Cache-Control", "no-store").redirect(keepingLanguage(request, address), 303);
}

/** The shop's address with the charge that was paid, by the name under which the plug-in for Magento looks for it; what the shop wrote stays as it is. */
function naming({ id }: Charge, complete: string): string {
  const [address = "", ...fragment] = complete.split("#");
  return [`${address}${address.includes("?") ? "&" : "?"}chargeId=${id}`, ...fragment].join("#");
}

const setbackIn = ({ query }: FastifyRequest<Route>): Setback | null => {
  const again = query["again"];
  return again === "busy" || again === "refused" ? again : null;
};

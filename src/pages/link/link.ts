import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Refusal } from "../../domain/base/errors.ts";
import { standingOf } from "../../domain/link/link.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { type Gateway, methodsFor } from "../../operations/gateway.ts";
import { linkOfCode, type OpenLink, payLink } from "../../operations/link/link.ts";
import { shownKeys } from "../../operations/merchant/key.ts";
import { serveAsset } from "../asset.ts";
import { fieldsIn } from "../form-fields.ts";
import { type Page, showPage } from "../page.ts";
import { chosenIn, keepingLanguage, languageIn } from "../payer-language.ts";
import { payerIsDone } from "../payment.ts";
import { taking } from "../payment-options.ts";
import type { KeyDoor } from "../test-key.ts";
import { showTrouble } from "../trouble.ts";
import { closedPage, payLinkScript, payPage, resultPage, type Setback, unknownLinkPage } from "./link-page.ts";

type Route = { Params: { code: string }; Querystring: Record<string, unknown> };

/**
 * The pages of payment links, open to anybody who has the address: /link/:code shows the link and takes what the payment form made, and
 * /link/:code/complete tells how a payment ended. Requests count as the account's public key's, which stands in the page.
 */
export function registerLink(app: FastifyInstance, gateway: Gateway, { gatekeeper, spend }: KeyDoor): void {
  serveAsset(app, payLinkScript);
  app.register(async (pages) => {
    pages.setErrorHandler(showTrouble("the page of a payment link could not be shown"));

    pages.get<Route>("/link/:code", async (request, reply) => {
      const found = await linkOfCode(gateway, request.params.code);
      if (!found) return showPage(reply, unknownLinkPage(languageIn(request)));
      return showPage(reply, await pageOf(found, request));
    });

    pages.post<Route>("/link/:code", async (request, reply) => {
      const found = await linkOfCode(gateway, request.params.code);
      if (!found) return showPage(reply, unknownLinkPage(languageIn(request)));
      const key = await publicKeyOf(found);
      if (key === null) return back(request, reply, null);
      try {
        spend(await gatekeeper.admit(key, ["public"], request.ip), false, request.ip);
        const { token = "", source = "" } = fieldsIn(request.body);
        const charge = await payLink(gateway, found, {
          card: token || undefined,
          source: source || undefined,
          ip: request.ip,
          language: chosenIn(request) ?? null,
        });
        return onward(request, reply, charge);
      } catch (error) {
        if (!(error instanceof Refusal) || error.status >= 500) throw error;
        request.log.info({ code: error.code, message: error.message }, "a payment link was not paid");
        return back(request, reply, error.code === "invalid_link" ? "busy" : "refused");
      }
    });

    pages.get<Route>("/link/:code/complete", async (request, reply) => {
      const language = languageIn(request);
      const found = await linkOfCode(gateway, request.params.code);
      if (!found) return showPage(reply, unknownLinkPage(language));
      const charge = await chargeOf(found, request.query["charge"]);
      if (!charge) return reply.redirect(keepingLanguage(request, `/link/${request.params.code}`), 303);
      if (request.query["waiting"] !== undefined && payerIsDone(charge))
        return reply.redirect(keepingLanguage(request, `?charge=${charge.id}`), 303);
      const again = standingOf(found.link) === "open";
      return showPage(reply, resultPage({ ...found, language }, charge, gateway.methods.of(charge.method), again));
    });
  });

  async function pageOf(found: OpenLink, request: FastifyRequest<Route>): Promise<Page> {
    const view = { ...found, language: languageIn(request) };
    const standing = standingOf(found.link);
    if (standing === "used" || standing === "deleted") return closedPage(view, standing);
    const { amount, currency } = found.link;
    const methods = taking(methodsFor(gateway, found.account), amount, currency);
    const key = await publicKeyOf(found);
    if (methods.length === 0 || key === null) return closedPage(view, "closed");
    return payPage(view, methods, key, setbackIn(request));
  }

  const publicKeyOf = async ({ account }: OpenLink): Promise<string | null> =>
    (await shownKeys(gateway, account)).publicKey;

  /** The charge that the address names, if the link has it; without one the latest of a link that is paid once. */
  async function chargeOf({ link, account }: OpenLink, id: unknown): Promise<Charge | undefined> {
    if (id === undefined) return link.latest ?? undefined;
    const charge = /^\w{1,64}$/.test(String(id)) ? await gateway.store.charge.get(account.id, String(id)) : undefined;
    return charge?.link === link.id ? charge : undefined;
  }
}

/** Sends the payer to the page of their charge, or to its result where it is over. */
function onward(request: FastifyRequest, reply: FastifyReply, charge: Charge): FastifyReply {
  const pays = charge.page !== null && !payerIsDone(charge);
  const address = pays ? keepingLanguage(request, `/payments/${charge.page}/authorize`) : (charge.returnUri ?? ""); // all of links have one
  return reply.header("Cache-Control", "no-store").redirect(address, 303);
}

/** Sends the payer back to the link. */
function back(request: FastifyRequest<Route>, reply: FastifyReply, setback: Setback | null): FastifyReply {
  const address = `/link/${request.params.code}${setback === null ? "" : `?again=${setback}`}`;
  return reply.header("Cache-Control", "no-store").redirect(keepingLanguage(request, address), 303);
}

const setbackIn = ({ query }: FastifyRequest<Route>): Setback | null => {
  const again = query["again"];
  return again === "busy" || again === "refused" ? again : null;
};

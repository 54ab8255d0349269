import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { kindOfId } from "../domain/base/id.ts";
import type { Charge } from "../domain/payment/charge.ts";
import type { FailureCode } from "../domain/payment/failure.ts";
import { failureCodesOf } from "../domain/payment/method.ts";
import type { Gateway } from "../operations/gateway.ts";
import { cancelledByPayer, chargeOfPage, type Visit, visit } from "../operations/payment/payer.ts";
import { returned } from "../operations/payment/three-ds.ts";
import { play } from "../operations/sandbox/play.ts";
import { payerReturned } from "../operations/sandbox/rule.ts";
import { openAppScript } from "./app-payment.ts";
import { serveAsset } from "./asset.ts";
import { codeOf, drawn } from "./bank-payment.ts";
import { arrive, withPatience } from "./card-arrival.ts";
import { qrPng } from "./code.ts";
import { fieldsIn } from "./form-fields.ts";
import { showPage } from "./page.ts";
import { keepingLanguage, languageIn } from "./payer-language.ts";
import {
  lookAgainScript,
  noTestBankPage,
  payerIsDone,
  paymentPage,
  unknownOutcomePage,
  unknownPage,
} from "./payment.ts";

import { testPanelScript } from "./test-panel.ts";
import { showTrouble } from "./trouble.ts";

type Route = { Params: { page: string }; Querystring: Record<string, unknown> };

/**
 * The payer's page of a charge: what is paid, to whom, until when, and in test mode how it ends.
 * After a POST the charge is over, or its bank has not answered. `?waiting` is the page that says so and updates itself;
 * `?watching` is the page that lets the payer choose, and updates itself too.
 */
export function registerAuthorize(app: FastifyInstance, gateway: Gateway): void {
  for (const script of [lookAgainScript, openAppScript, testPanelScript]) serveAsset(app, script);
  app.register(async (pages) => {
    pages.setErrorHandler(showTrouble("a payer's page could not be shown"));

    pages.get<Route>("/payments/:page/authorize", async (request, reply) => {
      const language = languageIn(request);
      const visited = await visitTo(gateway, request.params.page);
      if (!visited) return showPage(reply, unknownPage(language));
      if (!visited.charge.livemode && !gateway.simulators && !payerIsDone(visited.charge))
        return showPage(reply, noTestBankPage(language));
      const waiting = request.query["waiting"] !== undefined;
      const { charge, issuer } = await arrive(gateway, visited, request, waiting);
      const decided = payerIsDone(charge) && !payerIsDone(visited.charge);
      const watching = decided || waiting || request.query["watching"] !== undefined;
      if (watching && payerIsDone(charge) && charge.returnUri !== null) return goOn(gateway, request, reply, charge);
      const onward = pageOfBank({ ...visited, charge });
      if (onward !== null && !waiting && !payerIsDone(charge)) return sendBack(reply, onward);
      const device = {
        base: baseFor(request, gateway.publicUrl()),
        nearby: gateway.nearbyUrl(),
        userAgent: request.headers["user-agent"] ?? "",
      };
      const cancelled = await cancelledByPayer(gateway, charge);
      return showPage(
        reply,
        paymentPage(
          { ...visited, charge },
          {
            operator: gateway.seller.name,
            waiting,
            now: gateway.clock.of(charge.account),
            language,
            device,
            issuer,
            cancelled,
          },
        ),
      );
    });

    pages.post<Route>("/payments/:page/authorize", async (request, reply) => {
      const language = languageIn(request);
      const visited = await visitTo(gateway, request.params.page);
      if (!visited) return showPage(reply, unknownPage(language));
      // an upstream's page may send the payer back by a form of its own, and in live mode there is nothing to play
      if (payerIsDone(visited.charge) || visited.charge.livemode) return goOn(gateway, request, reply, visited.charge);
      const outcome = outcomeIn(gateway, request.body, visited.charge);
      if (!outcome) return showPage(reply, unknownOutcomePage(language));
      const charge = await play(gateway, visited, outcome);
      return goOn(gateway, request, reply, charge);
    });

    // The issuer sends the payer's browser back to here, from another site and so without a cookie that shows who it is.
    pages.post<Route>("/payments/:page/authenticated", async (request, reply) => {
      const visited = await visitTo(gateway, request.params.page);
      if (!visited) return showPage(reply, unknownPage(languageIn(request)));
      const { cres = "" } = fieldsIn(request.body);
      const charge = payerIsDone(visited.charge)
        ? visited.charge
        : await withPatience(request, returned(gateway, visited, cres));
      if (!charge || !payerIsDone(charge) || charge.returnUri === null) return reply.redirect("authorize?waiting", 303);
      return goOn(gateway, request, reply, charge);
    });
    // The picture of a code, for anybody who knows its address: it needs no key and shows only what the payer scans.
    pages.get<Route>("/payments/:page/code", async (request, reply) => {
      const code = codeOf((await chargeOf(gateway, request.params.page))?.nextStep ?? null);
      if (!code) return showPage(reply, unknownPage(languageIn(request)));
      const { markup } = drawn(code, code.as);
      return reply
        .headers({
          "Cache-Control": "no-store",
          "X-Content-Type-Options": "nosniff",
          "Content-Security-Policy": "sandbox",
        })
        .type("image/svg+xml")
        .send(markup.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '));
    });
    pages.get<Route>("/payments/:page/code.png", async (request, reply) => {
      const nextStep = (await chargeOf(gateway, request.params.page))?.nextStep;
      if (!nextStep || !("scan" in nextStep) || nextStep.as !== "qr")
        return showPage(reply, unknownPage(languageIn(request)));
      return reply
        .headers({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" })
        .type("image/png")
        .send(qrPng(nextStep.scan));
    });
    pages.get<Route>("/payments/:page/authenticated", (_request, reply) => reply.redirect("authorize", 303));
  });
}

/** Whether an id is a page's; other ids are not looked for. */
const isPage = (id: string): boolean => kindOfId(id) === "page" || kindOfId(id) === "cardPage";

const visitTo = async (gateway: Gateway, page: string): Promise<Visit | undefined> =>
  isPage(page) ? visit(gateway, page) : undefined;

const chargeOf = async (gateway: Gateway, page: string): Promise<Charge | undefined> =>
  isPage(page) ? chargeOfPage(gateway, page) : undefined;

function outcomeIn({ methods }: Gateway, body: unknown, charge: Charge): "successful" | FailureCode | undefined {
  const outcome = typeof body === "string" ? new URLSearchParams(body).get("outcome") : null;
  if (outcome === "successful") return outcome;
  if (outcome === "failed") return "failed_processing";
  return failureCodesOf(methods.of(charge.method)).find((code) => code === outcome);
}

/** Sends the payer back to the merchant; if the charge is not over or has no way back, to the page that shows its state. */
async function goOn(
  gateway: Gateway,
  request: FastifyRequest,
  reply: FastifyReply,
  charge: Charge,
): Promise<FastifyReply> {
  const back = payerIsDone(charge) ? charge.returnUri : null;
  if (back !== null) await payerReturned(gateway, charge);
  return back === null ? reply.redirect(keepingLanguage(request, "?waiting"), 303) : sendBack(reply, back);
}

/**
 * The bank's own page, where payers go at once; in test mode they first see ours, to play how it ends. An app is none: where it is missing a browser that was
 * sent there shows an error, so our page has the way into it, as a button or as a code for a phone.
 */
function pageOfBank({ charge: { livemode, upstream, nextStep }, method: { journey } }: Visit): string | null {
  const isTheirs = upstream !== null || (journey.kind === "page" && journey.host === "bank");
  const goTo = nextStep && "goTo" in nextStep ? nextStep.goTo : null;
  return livemode && isTheirs && goTo !== null && !isApp(goTo) ? goTo : null;
}

const isApp = (address: string): boolean => !/^(https?:|\/)/i.test(address);

/** Redirects to the merchant's address as it was given; a header takes ASCII only, so other characters are encoded as a browser would. */
export function sendBack(reply: FastifyReply, address: string): FastifyReply {
  const location = address.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);
  return reply.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer").redirect(location, 303);
}

/** Address by which this payer reaches us: our public name, or the one they used, which in a shop's own network their phone can reach too. */
function baseFor({ protocol, host }: FastifyRequest, publicUrl: string): string {
  return new URL(publicUrl).host === host ? publicUrl : `${protocol}://${host}`;
}

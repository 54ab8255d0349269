import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Acs, Challenge } from "../../connectors/three-ds/simulator.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { serveAsset } from "../asset.ts";
import { showPage } from "../page.ts";
import { keepingLanguage, languageIn } from "../payer-language.ts";
import { showTrouble } from "../trouble.ts";
import { acsStyle, challengePage, unknownChallengePage } from "./acs-page.ts";
import { submitScript } from "./onward.ts";

type Route = { Params: { id: string } };

/** Actions of the cardholder on the page, by the last part of their address. */
const acts: Record<string, (acs: Acs, id: string, form: URLSearchParams) => Promise<Challenge | undefined>> = {
  code: (acs, id, form) => acs.enter(id, digitsIn(form.get("code")), turnIn(form)),
  resend: (acs, id, form) => acs.resend(id, turnIn(form)),
  cancel: (acs, id) => acs.cancel(id),
};

/**
 * The issuer's side of a challenge, for people: /acs takes the CReq from the payer's browser, /acs/:id asks, and in the end brings the CRes back.
 * Every action is answered with a redirect to the challenge's one page, which always shows its state.
 */
export function registerAcs(app: FastifyInstance, gateway: Gateway): void {
  serveAsset(app, acsStyle);
  serveAsset(app, submitScript);
  const { acs } = gateway.simulation;

  app.register(async (pages) => {
    pages.setErrorHandler(showTrouble("a page of the card issuer could not be shown"));

    pages.get("/acs", (request, reply) => showPage(reply, unknownChallengePage(languageIn(request))));
    pages.post("/acs", async (request, reply) => {
      const form = formIn(request);
      const id = await acs.open(form.get("creq") ?? "", form.get("threeDSSessionData"));
      if (id === undefined) return showPage(reply, unknownChallengePage(languageIn(request)));
      return reply.redirect(keepingLanguage(request, `acs/${id}`), 303);
    });

    pages.get<Route>("/acs/:id", async (request, reply) => {
      const language = languageIn(request);
      const { id } = request.params;
      const challenge = await acs.look(id);
      if (!challenge) return showPage(reply, unknownChallengePage(language));
      return showPage(reply, challengePage(id, challenge, language, gateway.publicUrl()));
    });

    for (const [name, act] of Object.entries(acts)) {
      const back = (request: FastifyRequest<Route>, reply: FastifyReply) =>
        reply.redirect(keepingLanguage(request, `../${encodeURIComponent(request.params.id.toWellFormed())}`), 303);
      pages.get<Route>(`/acs/:id/${name}`, back);
      pages.post<Route>(`/acs/:id/${name}`, async (request, reply) => {
        const challenge = await act(acs, request.params.id, formIn(request));
        return challenge ? back(request, reply) : showPage(reply, unknownChallengePage(languageIn(request)));
      });
    }
  });
}

const formIn = ({ body }: FastifyRequest): URLSearchParams => new URLSearchParams(typeof body === "string" ? body : "");

/** Digits of a code, as people type spaces into codes. */
const digitsIn = (code: string | null): string => (code ?? "").replace(/\D/g, "");

const turnIn = (form: URLSearchParams): number => Number(form.get("turn"));

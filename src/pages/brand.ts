import type { FastifyInstance } from "fastify";
import type { Gateway } from "../operations/gateway.ts";
import { logoAt } from "../operations/merchant/brand.ts";
import { colorSheet } from "./palette.ts";

/** The address of the style sheet of a merchant's colour, `#rrggbb`. */
export const colorAddress = (color: string): string => `/brand/color/${color.slice(1)}`;

const keptForGood = "public, max-age=31536000, immutable";

/**
 * GET /brand/color/:color and /brand/logo/:code/:mark: what payers' pages show of their merchant. Both addresses name their content, so browsers keep them.
 * A logo is a file that somebody else made: it is sent as a picture only, without scripts, without an origin, and without anything from elsewhere.
 */
export function registerBrand(app: FastifyInstance, gateway: Gateway): void {
  app.get<{ Params: { color: string } }>("/brand/color/:color", (request, reply) => {
    const { color } = request.params;
    if (!/^[0-9a-f]{6}$/.test(color)) return reply.callNotFound();
    return reply
      .headers({ "Cache-Control": keptForGood, "X-Content-Type-Options": "nosniff" })
      .type("text/css; charset=utf-8")
      .send(colorSheet(`#${color}`));
  });

  app.get<{ Params: { code: string; mark: string } }>("/brand/logo/:code/:mark", async (request, reply) => {
    const { code, mark } = request.params;
    const logo = /^\w{6}$/.test(code) ? await logoAt(gateway, code, mark) : undefined;
    if (!logo) return reply.callNotFound();
    return reply
      .headers({
        "Cache-Control": keptForGood,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin", // the dashboard may stand on another host
      })
      .type(logo.contentType)
      .send(logo.contents);
  });
}

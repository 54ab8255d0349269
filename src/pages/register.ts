import type { FastifyInstance } from "fastify";
import type { Gatekeeper } from "../operations/authenticate.ts";
import type { Gateway } from "../operations/gateway.ts";
import { registerAuthorize } from "./authorize.ts";
import { registerHealth } from "./health.ts";
import { registerHome } from "./home.ts";
import { registerAssets } from "./page.ts";
import { registerPaymentOptions } from "./payment-options.ts";
import { registerWebAssets } from "./web-assets.ts";

/** What people see. */
export function registerPages(app: FastifyInstance, gateway: Gateway, gatekeeper: Gatekeeper): void {
  registerAssets(app);
  registerHome(app);
  registerHealth(app, gateway);
  registerAuthorize(app, gateway);
  registerWebAssets(app);
  registerPaymentOptions(app, gateway, gatekeeper);
}

import type { FastifyInstance } from "fastify";
import type { Gatekeeper } from "../operations/authenticate.ts";
import type { Gateway } from "../operations/gateway.ts";
import { registerAuthorize } from "./authorize.ts";
import { registerDashboard } from "./dashboard.ts";
import { registerHealth } from "./health.ts";
import { registerHome } from "./home.ts";
import { registerKplusPhone } from "./kplus/phone.ts";
import { registerLiveUpdate } from "./live-update.ts";
import { registerMisbehaviour } from "./misbehaviour.ts";
import { registerAssets } from "./page.ts";
import { registerPaymentOptions } from "./payment-options.ts";
import { registerAcs } from "./three-ds/acs.ts";
import { registerDirectory } from "./three-ds/directory.ts";
import { registerWebAssets } from "./web-assets.ts";

/** What people see. */
export function registerPages(app: FastifyInstance, gateway: Gateway, gatekeeper: Gatekeeper): void {
  registerAssets(app);
  registerHome(app);
  registerHealth(app, gateway);
  registerAuthorize(app, gateway);
  registerAcs(app, gateway);
  registerDirectory(app, gateway, gatekeeper);
  registerLiveUpdate(app, gateway);
  registerKplusPhone(app, gateway, gatekeeper);
  registerMisbehaviour(app, gateway, gatekeeper);
  registerWebAssets(app);
  registerDashboard(app);
  registerPaymentOptions(app, gateway, gatekeeper);
}

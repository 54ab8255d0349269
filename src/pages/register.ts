import type { FastifyInstance } from "fastify";
import { directDebit } from "../connectors/direct-debit/sandbox.ts";
import { kplus } from "../connectors/kplus/sandbox.ts";
import { phone } from "../connectors/phone/sandbox.ts";
import type { Gateway } from "../operations/gateway.ts";
import { registerAuthorize } from "./authorize.ts";
import { registerBrand } from "./brand.ts";
import { registerDashboard } from "./dashboard.ts";
import { registerGuides } from "./guides.ts";
import { registerHealth } from "./health.ts";
import { registerHome } from "./home.ts";
import { registerKplusPhone } from "./kplus/phone.ts";
import { registerHosted } from "./link/hosted.ts";
import { registerLiveUpdate } from "./live-update.ts";
import { registerMisbehaviour } from "./misbehaviour.ts";
import { registerAssets } from "./page.ts";
import { registerPaymentOptions } from "./payment-options.ts";
import { registerPhone } from "./phone/phone.ts";
import { registerRegistration } from "./phone/registration.ts";
import type { KeyDoor } from "./test-key.ts";
import { registerAcs } from "./three-ds/acs.ts";
import { registerDirectory } from "./three-ds/directory.ts";
import { registerUpstream } from "./upstream.ts";
import { registerWallets } from "./wallets/wallets.ts";
import { registerWebAssets } from "./web-assets.ts";

/** Registers all pages for people. @param demo whether the demo shop opens here */
export function registerPages(app: FastifyInstance, gateway: Gateway, door: KeyDoor, demo: () => boolean): void {
  registerAssets(app);
  registerBrand(app, gateway);
  registerHome(app, gateway, demo);
  registerGuides(app, gateway);
  registerHealth(app, gateway);
  registerAuthorize(app, gateway);
  registerLiveUpdate(app, gateway);
  registerWebAssets(app, gateway, door);
  registerDashboard(app);
  registerPaymentOptions(app, gateway, door);
  registerHosted(app, gateway, door);
  registerUpstream(app, gateway);
  if (gateway.simulators) registerSimulators(app, gateway, door);
}

/** Registers the simulated banks' pages for payers and their addresses for programs. */
function registerSimulators(app: FastifyInstance, gateway: Gateway, door: KeyDoor): void {
  registerAcs(app, gateway);
  registerDirectory(app, gateway, door);
  if (gateway.banks.some(({ name }) => name === kplus.name)) registerKplusPhone(app, gateway, door);
  if (gateway.banks.some(({ name }) => name === phone.name)) registerPhone(app, gateway);
  if (gateway.banks.some(({ name }) => name === directDebit.name)) registerRegistration(app, gateway);
  registerMisbehaviour(app, gateway, door);
  registerWallets(app, gateway, door);
}

import { accountEndpoints } from "./account.ts";
import { auditEndpoints } from "./audit.ts";
import { chargeEndpoints } from "./charge.ts";
import { deliveryEndpoints } from "./delivery.ts";
import type { Auth, Endpoint } from "./endpoint.ts";
import { eventEndpoints } from "./event.ts";
import { exportEndpoints } from "./export.ts";
import { feedEndpoints } from "./feed.ts";
import { keyEndpoints } from "./key.ts";
import { ledgerEndpoints } from "./ledger.ts";
import { meEndpoints } from "./me.ts";
import { methodEndpoints } from "./method.ts";
import { operatorEndpoints } from "./operator.ts";
import { overviewEndpoints } from "./overview.ts";
import { refundEndpoints } from "./refund.ts";
import { requestEndpoints } from "./request.ts";
import { searchEndpoints } from "./search.ts";
import { settingsEndpoints } from "./settings.ts";
import { signInEndpoints } from "./sign-in.ts";
import { sourceEndpoints } from "./source.ts";
import { teamEndpoints } from "./team.ts";
import { tokenEndpoints } from "./token.ts";
import { webhookEndpoints } from "./webhook.ts";

/** The whole API: router, authentication, parsing, API document and the tests of refusals derive from this list. */
export const contract: readonly Endpoint[] = [
  ...tokenEndpoints,
  ...sourceEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...eventEndpoints,
  ...ledgerEndpoints,
  ...accountEndpoints,
  ...signInEndpoints,
  ...meEndpoints,
  ...teamEndpoints,
  ...auditEndpoints,
  ...webhookEndpoints,
  ...methodEndpoints,
  ...keyEndpoints,
  ...settingsEndpoints,
  ...operatorEndpoints,
  ...overviewEndpoints,
  ...feedEndpoints,
  ...searchEndpoints,
  ...exportEndpoints,
  ...deliveryEndpoints,
  ...requestEndpoints,
];

type Keyed = Endpoint & { auth: Exclude<Auth, "session"> };

/** What merchants' programs call with their keys. */
export const merchantEndpoints = contract.filter((entry): entry is Keyed => entry.auth !== "session");

/** What the dashboard's pages call, each entry with the address that it has there. */
export const dashboardEndpoints = contract
  .filter((entry) => entry.auth === "session" || entry.right !== undefined)
  .map((entry) => ({ ...entry, scope: entry.scope ?? "mode", url: dashboardPath(entry) }));

function dashboardPath({ path, scope = "mode" }: Endpoint): string {
  return scope === "mode" ? `/dashboard/api/:mode${path}` : `/dashboard/api${path}`;
}

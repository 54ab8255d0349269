import { accountEndpoints } from "./account.ts";
import { chargeEndpoints } from "./charge.ts";
import type { Endpoint } from "./endpoint.ts";
import { eventEndpoints } from "./event.ts";
import { ledgerEndpoints } from "./ledger.ts";
import { refundEndpoints } from "./refund.ts";
import { sourceEndpoints } from "./source.ts";
import { tokenEndpoints } from "./token.ts";

/** The whole API: router, authentication, parsing, API document and the tests of refusals derive from this list. */
export const contract: readonly Endpoint[] = [
  ...tokenEndpoints,
  ...sourceEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...eventEndpoints,
  ...ledgerEndpoints,
  ...accountEndpoints,
];

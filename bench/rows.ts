import type { Row } from "./row.ts";
import { embeddedCharges, loneCharge, oneCharge, openLoad } from "./rows/charges.ts";
import { prism, start } from "./rows/others.ts";
import { behindNginx, postgresCharges, twoProcesses } from "./rows/postgres.ts";
import { chargesAmongMany, listsAmongMany, memory } from "./rows/volume.ts";
import { besideHanging, deliveries, wholePayments } from "./rows/webhooks.ts";

/** All rows of the table, in order. */
export const rows: readonly Row[] = [
  embeddedCharges,
  postgresCharges,
  oneCharge,
  loneCharge,
  wholePayments,
  deliveries,
  besideHanging,
  chargesAmongMany,
  listsAmongMany,
  prism,
  start,
  memory,
  twoProcesses,
  behindNginx,
  openLoad,
];

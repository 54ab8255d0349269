import { hours } from "../domain/base/time.ts";
import { failing, onThePhone } from "./on-the-phone.ts";

/** Cash at the counters of a supermarket, under two reference numbers or their barcode. Sources: recordings of 2017, 2019 and 2020. */
export const billPayment = onThePhone({
  type: "bill_payment_tesco_lotus",
  family: "counter",
  journey: { kind: "code", flow: "offline", shows: "references" },
  expiresAfter: hours(24),
  failures: failing({ cancelled: "payment_cancelled" }),
  label: { en: "Bill payment at Lotus's", th: "ชำระบิลที่โลตัส", ja: "Lotus's の窓口払い" },
  mark: "BP",
  evidence: { from: "recordings of 2017 to 2020", assumed: ["limits", "failures", "refund"] },
});

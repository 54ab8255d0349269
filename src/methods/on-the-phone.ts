import { type Country, countries } from "../domain/base/country.ts";
import { days, hours, minutes } from "../domain/base/time.ts";
import type { FailureCode } from "../domain/payment/failure.ts";
import type { Evidence, Method, Terms } from "../domain/payment/method.ts";

/** What tells one method from another; everything else is what most of them share. */
type Own = Pick<Method, "type" | "family" | "journey"> &
  Partial<
    Pick<
      Method,
      | ("parameters" | "limits" | "expiresAfter" | "refund" | "voidable" | "failures" | "fees" | "short" | "webView")
      | ("countries" | "abroad" | "banks" | "referenced" | "forms" | "provider" | "alsoNamed")
    >
  > & { label: { en: string; th?: string; ja?: string }; mark: string; evidence: Evidence };

/** Limits of a charge in some countries, which stand for those of a method where it has none of its own. */
export const limitsOf = (...codes: readonly Country[]): Method["limits"] =>
  Object.fromEntries(codes.map((code) => [countries[code].currency, countries[code].charges]));

/** Failure codes of wallets and banks of which nothing else is known. Source: the list of an official client library of 2021. */
export const commonFailures = failing({
  insufficient_funds: "insufficient_balance",
  cancelled: "payment_cancelled",
  expired: "timeout",
});

/** A method's codes: a decline for any reason that is not named is a general failure. */
export function failing(
  codes: Partial<Method["failures"]>,
  otherwise: FailureCode = "failed_processing",
): Method["failures"] {
  return {
    expired: otherwise,
    rejected: otherwise,
    processing: otherwise,
    invalid_account: otherwise,
    insufficient_funds: otherwise,
    cancelled: otherwise,
    invalid_number: otherwise,
    invalid_security_code: otherwise,
    stolen_or_lost: otherwise,
    fraud: otherwise,
    ...codes,
  };
}

/** Rates of a fee in percent, with Thai VAT. */
export const rate = (percent: string): Method["fees"] => ({ flat: "0.0", rate: percent, vat: "7.0" });

/** The rate of cards, recorded for most other methods too. */
const commonRate = rate("3.65");

/** Refunds in full or in part within some days of payment. */
export const refundable = (kind: "full" | "partial", withinDays: number): Method["refund"] => ({ kind, withinDays });

/** A method whose payers decide on the test phone, captured at once and without disputes. */
export function onThePhone({ label, evidence, ...own }: Own): Method {
  const method = {
    carries: null,
    parameters: {},
    limits: limitsOf("TH"),
    expiresAfter: days(7),
    bank: "phone",
    installment: null,
    fees: commonRate,
    failures: commonFailures,
    // no card is involved that could have a limit
    failureWords: { insufficient_fund: "insufficient_balance" },
    refund: { kind: "none", why: `${label.en} charges cannot be voided or refunded` },
    voidable: false,
    disputable: false,
    capture: "at once whatever is asked",
    webView: true,
    ...own,
    evidence,
    label: { en: label.en, th: label.th ?? label.en, ja: label.ja ?? label.en },
  } satisfies Omit<Method, "terms">;
  return { ...method, terms: termsOf(method) };
}

/** The terms of a method, from its own facts. */
function termsOf({ label, journey, refund, voidable, expiresAfter }: Omit<Method, "terms">): Terms {
  const time = inWords(expiresAfter);
  const back = returned(refund, voidable);
  return {
    version: "2026-12",
    en: [
      `You take ${label.en} for goods and services that you sell yourself, and deliver what was paid for.`,
      "Each payment costs the fee that is shown with this method, and VAT on the fee. Both are taken from the payment.",
      back.en,
      journey.kind === "direct"
        ? "You take money only as often and as much as your customers agreed to."
        : `Customers pay within ${time.en} unless you choose another time. You deliver when the charge is successful, not when they come back to your page.`,
      "These terms add to your agreements with the operator of this server and with the bank or wallet; they replace neither.",
    ],
    th: [
      `คุณรับ ${label.th} สำหรับสินค้าและบริการที่คุณขายเอง และส่งมอบสิ่งที่ลูกค้าชำระเงินแล้ว`,
      "การชำระเงินแต่ละครั้งมีค่าธรรมเนียมตามที่แสดงไว้กับช่องทางนี้ และภาษีมูลค่าเพิ่มของค่าธรรมเนียม ทั้งสองรายการหักจากยอดชำระ",
      back.th,
      journey.kind === "direct"
        ? "คุณหักเงินเฉพาะจำนวนและครั้งที่ลูกค้าตกลงไว้"
        : `ลูกค้าชำระเงินภายใน${time.th} เว้นแต่คุณกำหนดเวลาอื่น คุณส่งมอบเมื่อรายการสำเร็จ ไม่ใช่เมื่อลูกค้ากลับมาที่หน้าร้าน`,
      "ข้อกำหนดนี้เพิ่มเติมจากสัญญาของคุณกับผู้ดูแลเซิร์ฟเวอร์นี้และกับธนาคารหรือวอลเล็ต และไม่ใช้แทนสัญญาเหล่านั้น",
    ],
  };
}

function returned(refund: Method["refund"], voidable: boolean): { en: string; th: string } {
  if (refund.kind === "none")
    return {
      en: "A payment can be neither voided nor refunded through this gateway. You return money to customers in another way, and tell them so before they pay.",
      th: "ยกเลิกหรือคืนเงินผ่านระบบนี้ไม่ได้ คุณคืนเงินให้ลูกค้าด้วยวิธีอื่น และแจ้งลูกค้าก่อนชำระเงิน",
    };
  const whole = refund.kind === "full";
  return {
    en: `A payment can be refunded ${whole ? "in full only" : "in full or in part"}, within ${refund.withinDays} days of payment.${voidable ? " On the day of payment a full refund is a void." : ""}`,
    th: `คืนเงินได้${whole ? "เต็มจำนวนเท่านั้น" : "เต็มจำนวนหรือบางส่วน"} ภายใน ${refund.withinDays} วันหลังชำระเงิน${voidable ? " การคืนเต็มจำนวนภายในวันเดียวกันเป็นการยกเลิกรายการ" : ""}`,
  };
}

/** A span of time in the largest unit that divides it. */
function inWords(span: number): { en: string; th: string } {
  const units = [
    { length: days(1), one: "day", many: "days", th: "วัน" },
    { length: hours(1), one: "hour", many: "hours", th: "ชั่วโมง" },
    { length: minutes(1), one: "minute", many: "minutes", th: "นาที" },
  ];
  const unit = units.find(({ length }) => span >= length && span % length === 0 && (length < days(1) || span > length));
  const { length, one, many, th } = unit ?? { length: 1_000, one: "second", many: "seconds", th: "วินาที" };
  const count = span / length;
  return { en: `${count} ${count === 1 ? one : many}`, th: ` ${count} ${th}` };
}

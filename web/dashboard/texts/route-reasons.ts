import type { Reason, ReasonCode } from "../../../src/domain/upstream/route-reason.ts";
import { texts } from "../language.tsx";

/** Why a payment goes to an upstream, or why not. Amounts are said by `money`. */
type Sentences = { [Code in ReasonCode]: (values: Reason<Code>, money: (amount: number) => string) => string };

const en: Sentences = {
  first: ({ route }) => `Route ${route} is the first that fits.`,
  drawn: ({ route, weight, total }) => `Route ${route} was drawn, with ${weight} of ${total} parts.`,
  not_drawn: ({ route, weight, total }) => `route ${route} was not drawn, with ${weight} of ${total} parts.`,
  likeliest: ({ route, weight, total }) => `Route ${route} is the likeliest, with ${weight} of ${total} parts.`,
  cheapest: ({ route, cost, other, other_cost }, money) =>
    `Route ${route} is the cheapest: it costs ${money(cost)}, and route ${other} ${money(other_cost)}.`,
  not_cheapest: ({ route, cost, other, other_cost }, money) =>
    `route ${route} costs ${money(cost)}, and route ${other} ${money(other_cost)}.`,
  tried: ({ route, failures }) =>
    `Route ${route} is tried though it rests after ${failures} payments that it did not take: no other fits.`,
  other_method: () => "the route is not for this method.",
  bank_unknown: () => "the route is for payers of some banks, and that of this payer is not known.",
  other_bank: ({ bank }) => `the route is not for payers of ${bank}.`,
  brand_unknown: () => "the route is for cards of some brands, and that of this card is not known.",
  other_brand: ({ brand }) => `the route is not for cards of ${brand}.`,
  below: ({ min }, money) => `the route is for amounts from ${money(min)}.`,
  above: ({ max }, money) => `the route is for amounts up to ${money(max)}.`,
  no_method: () => "it does not have this method.",
  no_currency: ({ currency }) => `it does not take ${currency}.`,
  outside: ({ min, max }, money) => `it takes ${money(min)} to ${money(max)}.`,
  rests: ({ failures }) => `it rests after ${failures} payments in a row that it did not take.`,
  not_connected: () => "the account is not connected to it any more.",
  no_token: () => "it needs a token of the card.",
  no_card: () => "it does not have the customer's card.",
  not_taken: ({ said }) => `it did not take the payment: ${said}`,
};

const th: Sentences = {
  first: ({ route }) => `เส้นทางที่ ${route} เข้าเงื่อนไขเป็นเส้นทางแรก`,
  drawn: ({ route, weight, total }) => `เส้นทางที่ ${route} ได้รับเลือกตามน้ำหนัก ${weight} จาก ${total} ส่วน`,
  not_drawn: ({ route, weight, total }) => `เส้นทางที่ ${route} ไม่ได้รับเลือก มีน้ำหนัก ${weight} จาก ${total} ส่วน`,
  likeliest: ({ route, weight, total }) => `เส้นทางที่ ${route} มีโอกาสมากที่สุด มีน้ำหนัก ${weight} จาก ${total} ส่วน`,
  cheapest: ({ route, cost, other, other_cost }, money) =>
    `เส้นทางที่ ${route} มีต้นทุนต่ำสุด คือ ${money(cost)} ส่วนเส้นทางที่ ${other} คือ ${money(other_cost)}`,
  not_cheapest: ({ route, cost, other, other_cost }, money) =>
    `เส้นทางที่ ${route} มีต้นทุน ${money(cost)} ส่วนเส้นทางที่ ${other} คือ ${money(other_cost)}`,
  tried: ({ route, failures }) =>
    `ลองเส้นทางที่ ${route} แม้กำลังพักหลังไม่รับ ${failures} รายการติดกัน เพราะไม่มีเส้นทางอื่นที่เข้าเงื่อนไข`,
  other_method: () => "เส้นทางนี้ไม่ใช้กับช่องทางนี้",
  bank_unknown: () => "เส้นทางนี้ใช้กับผู้ชำระเงินของบางธนาคาร แต่ไม่ทราบธนาคารของผู้ชำระเงิน",
  other_bank: ({ bank }) => `เส้นทางนี้ไม่ใช้กับผู้ชำระเงินของ ${bank}`,
  brand_unknown: () => "เส้นทางนี้ใช้กับบัตรบางแบรนด์ แต่ไม่ทราบแบรนด์ของบัตรนี้",
  other_brand: ({ brand }) => `เส้นทางนี้ไม่ใช้กับบัตร ${brand}`,
  below: ({ min }, money) => `เส้นทางนี้ใช้กับยอดตั้งแต่ ${money(min)}`,
  above: ({ max }, money) => `เส้นทางนี้ใช้กับยอดไม่เกิน ${money(max)}`,
  no_method: () => "ไม่มีช่องทางนี้",
  no_currency: ({ currency }) => `ไม่รับสกุลเงิน ${currency}`,
  outside: ({ min, max }, money) => `รับยอด ${money(min)} ถึง ${money(max)}`,
  rests: ({ failures }) => `กำลังพักหลังไม่รับ ${failures} รายการติดกัน`,
  not_connected: () => "บัญชีนี้ไม่ได้เชื่อมต่อแล้ว",
  no_token: () => "ต้องใช้โทเค็นของบัตร",
  no_card: () => "ไม่มีบัตรของลูกค้ารายนี้",
  not_taken: ({ said }) => `ไม่ได้รับรายการ: ${said}`,
};

export const routeReasonTexts = texts({ en, th });

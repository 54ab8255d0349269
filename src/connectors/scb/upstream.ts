import { seconds } from "../../domain/base/time.ts";
import type { CredentialField, Upstream } from "../upstream.ts";
import { carriers, scbConnector } from "./connector.ts";
import { firstReference, ourReference } from "./references.ts";

/** SCB Open API: PromptPay by QR code, and SCB EASY from an account or in installments, under a merchant's own contract with the bank. */
export const scb: Upstream = {
  name: "scb",
  label: { en: "SCB Open API", th: "SCB Open API (ไทยพาณิชย์)", ja: "SCB Open API" },
  hosts: { api: "https://api.partners.scb/partners" },
  credentials: credentials(),
  offer: (type) => {
    const carrier = Object.hasOwn(carriers, type) ? carriers[type] : undefined;
    if (!carrier) return undefined;
    return {
      verbs: ["open"],
      noRefunds: "SCB Open API has no refunds; pay the money back by a transfer, and note it on the charge",
      ...(type === "installment_wlb_scb" && { card: "on its page" }), // the payer's own card in SCB EASY
    };
  },
  answersWithin: { open: seconds(10) },
  tells: "unsigned",
  assumed: [
    {
      fact: "The report of bill payments has the columns transaction id, reference 1, amount, fee and transaction date, with times of Bangkok.",
      confirmedBy: "download the report of one day from SCB, and import it",
    },
    {
      fact: "The report of bill payments has no installments.",
      confirmedBy: "the report of the day of the first installment",
    },
    {
      fact: "A payment by QR code or from an account of SCB EASY is credited to the merchant's own account at once and whole; an installment is paid out later.",
      confirmedBy: "the statement of the account after the first payment of each kind",
    },
    {
      fact: "The base address of production is https://api.partners.scb/partners.",
      confirmedBy: "SCB's letter with the production keys",
    },
    {
      fact: "Production allows 5 calls a second, like the sandbox.",
      confirmedBy: "the contract; a 429 in the bank messages of a busy day",
    },
    {
      fact: "One call too many is refused with HTTP 429 before anything is carried out.",
      confirmedBy: "six calls within a second in the sandbox",
    },
    {
      fact: "An inquiry by reference about a payment that was not made answers with no rows, or with code 1104.",
      confirmedBy: "an inquiry about a new code before it is paid",
    },
    {
      fact: "An inquiry by reference also finds bill payments of SCB EASY.",
      confirmedBy: "an inquiry by reference after a payment by link",
    },
    {
      fact: "A code of version 2 cannot be paid after its expiryDate, nor more often than numberOfTimes, at any bank.",
      confirmedBy: "scanning a code with the app of another bank after its end, and twice",
    },
    {
      fact: "A second code under the same references is accepted.",
      confirmedBy: "asking for the same code twice in the sandbox",
    },
    {
      fact: "A transaction whose session is over gets status 5, and cannot be paid from then on.",
      confirmedBy: "leaving a link unpaid for half an hour and asking about it",
    },
    {
      fact: "A paid installment has paidAmount, and its reference as orderReference in installmentPaymentPlan.",
      confirmedBy: "one installment of a small amount",
    },
    {
      fact: "The confirmation of an installment names our orderReference as invoice or orderReference; without it the clock asks.",
      confirmedBy: "the timeline of the first installment",
    },
    {
      fact: "The scheme of links in production opens SCB EASY when a browser is sent there.",
      confirmedBy: "a payment on a phone with SCB EASY",
    },
  ],
  settlementFile: {
    leavesOut: (type) => carriers[type] === "plan",
    payment: ["transaction id", "transactionid", "transaction_id"],
    reference: ["reference 1", "ref1", "reference1", "billpaymentref1"],
    referenceAs: firstReference,
    referenceIn: ourReference,
    amount: ["amount"],
    costs: ["fee"],
    paidAt: ["transaction date", "transactiondateandtime", "transaction_date"],
  },
  connect: scbConnector,
};

/** The values that a merchant enters, in the order of the form. */
function credentials(): CredentialField[] {
  return [
    {
      name: "api_key",
      label: { en: "API key", th: "API Key" },
      hint: { en: "developer.scb, My Apps, Credentials", th: "developer.scb เมนู My Apps หัวข้อ Credentials" },
      secret: false,
      form: /^[\w-]{16,64}$/,
      says: "must be the API key of an app of developer.scb",
    },
    {
      name: "api_secret",
      label: { en: "API secret", th: "API Secret" },
      hint: { en: "beside the API key", th: "อยู่ข้าง API Key" },
      secret: true,
      form: /^[\w-]{16,64}$/,
      says: "must be the API secret of an app of developer.scb",
    },
    {
      name: "biller_id",
      label: { en: "Biller ID", th: "Biller ID" },
      hint: { en: "15 digits, from SCB's letter about bill payment", th: "ตัวเลข 15 หลัก จากหนังสือแจ้งของธนาคาร" },
      secret: false,
      form: /^\d{15}$/,
      says: "must have 15 digits",
    },
    {
      name: "reference_3_prefix",
      label: { en: "Prefix of reference 3", th: "คำนำหน้าของ Reference 3" },
      hint: {
        en: "assigned with the address for confirmations; another one means that nobody is told",
        th: "ธนาคารกำหนดพร้อมกับที่อยู่รับผลการชำระเงิน หากไม่ตรงจะไม่มีการแจ้งผล",
      },
      secret: false,
      form: /^[A-Z0-9]{1,10}$/,
      says: "must have up to 10 of A-Z and 0-9",
    },
    {
      name: "reference_2",
      label: { en: "Reference 2", th: "Reference 2" },
      hint: {
        en: "only where the biller profile has two references: a text of yours that is always sent",
        th: "เฉพาะเมื่อ Biller ID ใช้สองรหัสอ้างอิง เป็นข้อความของร้านที่ส่งไปทุกครั้ง",
      },
      secret: false,
      form: /^[A-Z0-9]{1,20}$/,
      says: "must have up to 20 of A-Z and 0-9",
      optional: true,
    },
    {
      name: "merchant_id",
      label: { en: "Merchant ID", th: "Merchant ID" },
      hint: { en: "for installments only", th: "ใช้กับการผ่อนชำระเท่านั้น" },
      secret: false,
      form: /^[A-Z0-9]{1,20}$/,
      says: "must have up to 20 of A-Z and 0-9",
      optional: true,
    },
    {
      name: "terminal_id",
      label: { en: "Terminal ID", th: "Terminal ID" },
      hint: { en: "for installments only", th: "ใช้กับการผ่อนชำระเท่านั้น" },
      secret: false,
      form: /^[A-Z0-9]{1,20}$/,
      says: "must have up to 20 of A-Z and 0-9",
      optional: true,
    },
    {
      name: "product_code",
      label: { en: "Product code", th: "Product Code" },
      hint: { en: "for installments only; 1001 in the sandbox", th: "ใช้กับการผ่อนชำระเท่านั้น ใน sandbox คือ 1001" },
      secret: false,
      form: /^\w{1,10}$/,
      says: "must have up to 10 letters and digits",
      optional: true,
    },
    {
      name: "certificate",
      label: { en: "Client certificate", th: "ใบรับรองของร้าน" },
      hint: { en: "PEM, where SCB has issued one for production", th: "รูปแบบ PEM หากธนาคารออกให้สำหรับระบบจริง" },
      secret: false,
      form: /^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/,
      says: "must be a certificate in PEM form",
      lines: true,
      optional: true,
    },
    {
      name: "certificate_key",
      label: { en: "Key of the client certificate", th: "กุญแจของใบรับรอง" },
      hint: { en: "PEM, made together with the request for the certificate", th: "รูปแบบ PEM ที่สร้างพร้อมคำขอใบรับรอง" },
      secret: true,
      form: /^-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+-----END [A-Z ]*PRIVATE KEY-----\s*$/,
      says: "must be a private key in PEM form",
      lines: true,
      optional: true,
    },
  ];
}

import { seconds } from "../../domain/base/time.ts";
import type { Upstream } from "../upstream.ts";
import { connect2c2p } from "./connector.ts";
import { carriedBy } from "./methods.ts";
import { invoiceOf } from "./wire.ts";

/** 2C2P's payment gateway 4.3, whose page takes the card: card numbers never come to us. */
export const twoC2P: Upstream = {
  name: "2c2p",
  label: { en: "2C2P", th: "2C2P", ja: "2C2P" },
  // Source: doc, the pages of each call
  hosts: { gateway: "https://pgw.2c2p.com", actions: "https://t.2c2p.com" },
  credentials: [
    {
      name: "merchant_id",
      label: { en: "Merchant ID", th: "รหัสร้านค้า (Merchant ID)" },
      hint: { en: "In 2C2P's merchant portal.", th: "อยู่ในพอร์ทัลร้านค้าของ 2C2P" },
      secret: false,
      form: /^[A-Za-z0-9]{1,25}$/,
      says: "must be up to 25 letters and digits",
    },
    {
      name: "secret_key",
      label: { en: "Secret key", th: "รหัสลับ (Secret key)" },
      hint: {
        en: "In 2C2P's merchant portal, beside the merchant ID. It signs every message.",
        th: "อยู่ในพอร์ทัลร้านค้าของ 2C2P ข้างรหัสร้านค้า ใช้ลงนามทุกข้อความ",
      },
      secret: true,
      form: /^[\x21-\x7e]{32,128}$/,
      says: "must be 32 to 128 letters and digits",
    },
    {
      name: "private_key",
      label: { en: "Your private key", th: "กุญแจส่วนตัวของคุณ" },
      hint: {
        en: "The RSA key in PEM form whose certificate you gave to 2C2P. It signs refunds and decrypts their answers.",
        th: "กุญแจ RSA แบบ PEM ซึ่งคุณส่งใบรับรองให้ 2C2P แล้ว ใช้ลงนามการคืนเงินและถอดรหัสคำตอบ",
      },
      secret: true,
      form: /^-----BEGIN (RSA )?PRIVATE KEY-----[A-Za-z0-9+/=\s]{300,10000}-----END (RSA )?PRIVATE KEY-----\s*$/,
      says: "must be an RSA private key in PEM form, without a password",
      lines: true,
    },
    {
      name: "public_key",
      label: { en: "2C2P's public key", th: "กุญแจสาธารณะของ 2C2P" },
      hint: {
        en: "The certificate or public key in PEM form that 2C2P gave to you for payment actions.",
        th: "ใบรับรองหรือกุญแจสาธารณะแบบ PEM ที่ 2C2P ให้คุณสำหรับ payment action",
      },
      secret: false,
      form: /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----[A-Za-z0-9+/=\s]{300,10000}-----END (CERTIFICATE|PUBLIC KEY)-----\s*$/,
      says: "must be a certificate or public key in PEM form",
      lines: true,
    },
    {
      name: "hand_settlement",
      label: { en: "Mode of settlement by hand", th: "โหมดตัดยอดด้วยตนเอง" },
      hint: {
        en: "The value of transactionMode that 2C2P agreed with you for payments that you capture yourself. Empty: no such payments go to 2C2P.",
        th: "ค่าของ transactionMode ที่ 2C2P ตกลงกับคุณสำหรับรายการที่คุณตัดยอดเอง เว้นว่าง: ไม่ส่งรายการแบบนี้ไปที่ 2C2P",
      },
      secret: false,
      form: /^[A-Za-z0-9]{1,20}$/,
      says: "must be up to 20 letters and digits",
      optional: true,
    },
  ],
  offer: (type) => carriedBy(type)?.offer,
  answersWithin: { open: seconds(15), capture: seconds(40), reverse: seconds(40), refund: seconds(60) },
  tells: "signed",
  assumed: [
    {
      fact: "The settlement report has the columns transaction reference, invoice no, amount, currency, fee, VAT and transaction date, with times of Bangkok.",
      confirmedBy: "Download the report of one day, and import it.",
    },
    {
      fact: "A refund in the settlement report has a negative amount, or refund or R as its transaction type, and the invoice no of its payment.",
      confirmedBy: "Refund a payment, download the report of that day, and import it.",
    },
    {
      fact: "The settlement report has the column settlement date: the day on which 2C2P pays the transaction out, less its fee and VAT, and empty until it does.",
      confirmedBy: "Compare the sum of the lines of one settlement date with the credit on the bank's statement.",
    },
    {
      fact: "The payer's browser comes back by a form that is posted to frontendReturnUrl, whose query stays as it is.",
      confirmedBy: "Pay on the page and see whether the shop's page follows.",
    },
    {
      fact: "paymentExpiry is read in Thailand's time, may be as far ahead as a charge lives, and keeps the page open until then, though a payment token is said to live for 30 minutes.",
      confirmedBy:
        "Open a charge that lives for a day, read in the merchant portal until when it can be paid, and open its page an hour later.",
    },
    {
      fact: "A repeated paymentToken with the same idempotencyID gives the same page, or code 9015 once it is paid or over.",
      confirmedBy: "Send the same request twice, before the payment and after it.",
    },
    {
      fact: "An inquiry answers 2002 while nobody has begun to pay, 0001 or 2001 while somebody pays, and 0003 for a payment whose time ran out.",
      confirmedBy: "Inquire about a payment at each of these moments.",
    },
    {
      fact: "A refused payment is over: its page takes no second try under the same invoice number.",
      confirmedBy: "Pay with a card that is refused, then try another card on the same page.",
    },
    {
      fact: "An inquiry about a paid payment goes on answering 0000 with the whole amount after settlement and refunds.",
      confirmedBy: "Inquire about a payment the day after, and after a partial refund.",
    },
    {
      fact: "Codes 4001 to 4099 are the issuer's refusals but for 4008 to 4011, 4016, 4018, 4032 and 4045 to 4048, which decide nothing here.",
      confirmedBy: "Compare the code of each refused payment with the page of response codes.",
    },
    {
      fact: "The QR code of PromptPay has channel code PPQR, and qrType RAW gives its content in data or extras.qrData.",
      confirmedBy: "Open a PromptPay charge of one baht and scan it.",
    },
    {
      fact: "Apps of banks are listed by paymentOptionDetails in category IMBANK, group MBANK, with the bank's code as agentCode or channelCode.",
      confirmedBy: "Open a mobile banking charge of each bank.",
    },
    {
      fact: "Installments: interestType M is the merchant's interest, C the customer's; installmentPeriodFilter leaves one term; the page does not limit the bank.",
      confirmedBy: "Open a charge with each interest, and compare the plans on the page with the contract.",
    },
    {
      fact: "transactionMode with the agreed value keeps a payment authorized until it is settled by a payment action, which takes a smaller amount too.",
      confirmedBy: "Authorize a payment, look at its status the day after, and settle a part.",
    },
    {
      fact: "A payment that waits for its capture can be voided on later days too; otherwise the issuer's hold runs out by itself, after some seven days.",
      confirmedBy: "Authorize a payment and reverse it the day after.",
    },
    {
      fact: "Payment actions say status A for an authorized payment and S for a settled one.",
      confirmedBy: "Refund a payment on its day and another on the day after.",
    },
    {
      fact: "A refund keeps userDefined1, and the list of a refund status inquiry shows it.",
      confirmedBy: "Make a partial refund and inquire about refunds.",
    },
    {
      fact: "The answers of payment actions are elements with text under PaymentProcessResponse, with a refundList of entries.",
      confirmedBy: "The check of the credentials, and the first refund.",
    },
  ],
  settlementFile: {
    payment: ["transaction reference", "tranref", "transaction ref", "reference no"],
    reference: ["invoice no", "invoiceno", "invoice number"],
    referenceAs: invoiceOf,
    amount: ["amount", "transaction amount"],
    currency: ["currency", "currencycode", "currency code"],
    costs: ["fee", "mdr amount", "vat", "vat amount"],
    paidAt: ["transaction date", "transactiondatetime", "transaction datetime"],
    paidOutAt: ["settlement date", "settlementdate", "payout date"],
    refunds: { column: ["transaction type", "process type", "type"], values: ["refund", "r"] },
  },
  connect: connect2c2p,
};

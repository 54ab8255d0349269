import { seconds } from "../../domain/base/time.ts";
import { methods } from "../../methods/index.ts";
import type { Upstream, UpstreamOffer } from "../upstream.ts";
import { omiseConnector } from "./connector.ts";
import { omiseMirror } from "./connector-mirror.ts";

/** Types that need what is not carried through: a payer's agreement kept at Omise. */
const left = ["direct_debit_bbl", "direct_debit_bay", "direct_debit_scb", "direct_debit_kbank", "direct_debit_ktb"];

/** Omise (Opn Payments) by the merchant's own contract. Both sides speak the same API, so all methods pass as they are. */
export const omise: Upstream = {
  name: "omise",
  label: { en: "Omise", th: "โอมิเซะ", ja: "Omise" },
  hosts: { api: "https://api.omise.co", vault: "https://vault.omise.co" },
  credentials: [
    {
      name: "secret_key",
      label: { en: "Secret key", th: "คีย์ลับ" },
      hint: {
        en: "On Omise's dashboard, under Keys. It begins with skey_.",
        th: "บนแดชบอร์ดของ Omise ที่หน้า Keys ขึ้นต้นด้วย skey_",
      },
      secret: true,
      form: /^skey_(test_)?[0-9a-z]{19,}$/,
      says: "is no secret key of Omise: it begins with skey_",
    },
    {
      name: "public_key",
      label: { en: "Public key", th: "คีย์สาธารณะ" },
      hint: {
        en: "On Omise's dashboard, beside the secret key. It begins with pkey_. Payers' browsers bring cards to Omise with it, and routes for some brands or banks learn of a card by it; without it live cards cannot be typed into forms of this gateway.",
        th: "บนแดชบอร์ดของ Omise ข้างคีย์ลับ ขึ้นต้นด้วย pkey_ เบราว์เซอร์ของผู้ชำระเงินใช้คีย์นี้ส่งข้อมูลบัตรไปที่ Omise และเส้นทางสำหรับบัตรบางแบรนด์ใช้คีย์นี้ถามแบรนด์ของบัตร หากไม่ใส่ จะกรอกบัตรจริงในฟอร์มของเกตเวย์นี้ไม่ได้",
      },
      secret: false,
      form: /^pkey_(test_)?[0-9a-z]{19,}$/,
      says: "is no public key of Omise: it begins with pkey_",
      optional: true,
    },
    {
      name: "webhook_secret",
      label: { en: "Webhook secret", th: "คีย์ลับของเว็บฮุก" },
      hint: {
        en: "On Omise's dashboard, under Webhooks. Without it notifications are not checked; they are only a reason to ask.",
        th: "บนแดชบอร์ดของ Omise ที่หน้า Webhooks หากไม่ใส่ ระบบจะไม่ตรวจลายเซ็น และใช้การแจ้งเตือนเป็นเหตุให้ถามซ้ำเท่านั้น",
      },
      secret: true,
      form: /^[0-9A-Za-z+/]+={0,2}$/,
      says: "is not base64",
      optional: true,
    },
  ],
  offer: (type) => offers.get(type),
  answersWithin: { open: seconds(20) },
  cardVault: { host: "vault", path: "/tokens", key: "public_key" },
  tells: "signed",
  assumed: [
    {
      fact: "The export of charges on Omise's dashboard has the columns id, amount, currency, fee, fee_vat, paid_at and status, with amounts in main units.",
      confirmedBy: "Export the charges of one day, and import the file.",
    },
    {
      fact: "A charge is paid within a week of its creation, or captured within a week of its authorization.",
      confirmedBy: "Compare the balance's transactions of a day with the charges that were reconciled.",
    },
    {
      fact: "The list of refunds has every refund of a day by its created_at, those made on Omise's dashboard and voids among them, with the charge and its metadata.",
      confirmedBy: "Refund one charge through this gateway and another on Omise's dashboard, and compare the day.",
    },
    {
      fact: "The barcode of a bill payment has the biller's tax number with the suffix 00, both reference numbers and the amount in satang.",
      confirmedBy:
        "Make a bill payment, and scan Omise's barcode and the one on this gateway's page: both say the same.",
    },
    {
      fact: "A charge that Omise made is in the list of charges at once, with its metadata.",
      confirmedBy: "List charges right after making one, and look for it.",
    },
    {
      fact: "Omise takes no second payment for a request with the same Idempotency-Key; it is sent, and nothing depends on it.",
      confirmedBy: "Send the same request twice with one key.",
    },
    {
      fact: "vault.omise.co lets a page of another site make a token: it answers the browser's preflight request, and POST /tokens with Access-Control-Allow-Origin.",
      confirmedBy: "Type a card into this gateway's payment form with a live key: a token comes back.",
    },
    {
      fact: "PATCH /customers with a token adds its card, and the list of the customer's cards has it at once; a charge with customer and card needs no security code.",
      confirmedBy: "Give a customer a second card, and charge it.",
    },
    {
      fact: "A charge by card may have transaction_indicator, recurring_reason and first_charge, which are sent where the merchant gives them, the first two with each charge of a schedule; the account needs nothing switched on for them.",
      confirmedBy: "Let a schedule charge a customer's card, and then charge it with first_charge.",
    },
    {
      fact: "A token of a card can be used once, so that a charge that is asked for twice is made once.",
      confirmedBy: "Charge a token twice: the second answer is used_token.",
    },
    {
      fact: "GET /tokens/:id on the vault answers an unused token of a card with the card's brand and bank, for the public key.",
      confirmedBy: "Make a token, read it with the public key, and look for card.brand and card.bank.",
    },
    {
      fact: "A request that is answered with 429 was not carried out.",
      confirmedBy: "Send requests until one is answered with 429, and look for its charge.",
    },
    {
      fact: "A refund that is not done at once is pending, and closed when it is done.",
      confirmedBy: "Refund a charge, and compare the answer's status with that of the refund a day later.",
    },
    {
      fact: "fee, fee_vat, interest and interest_vat of a paid charge are what Omise takes from it.",
      confirmedBy: "Compare a paid charge with its transaction and the day's settlement.",
    },
    {
      fact: "A paid charge and a closed refund name their transaction, and its transferable_at is when the money can be transferred, or is taken from what can be.",
      confirmedBy:
        "Compare the transferable balance on Omise's dashboard with the one here on the day of that date, with a refund of money on hold among it.",
    },
    {
      fact: "The list of transactions has those of a day by their created_at: a charge's when it was paid, a refund's when it was made.",
      confirmedBy: "Compare the transactions of a day with its charges and refunds.",
    },
    {
      fact: "A transfer is in the list of transfers with sent_at once it was sent, paid once it came to the bank, and a failure_code where it came back.",
      confirmedBy: "Compare the first transfer with the list of transfers on the day it is sent, and on the day after.",
    },
  ],
  settlementFile: {
    payment: ["id", "charge_id", "charge id"],
    reference: ["metadata.chamra_reference", "chamra_reference"],
    amount: ["amount", "amount_baht"],
    currency: ["currency"],
    costs: ["fee", "fee_vat", "fee_baht", "fee_vat_baht"],
    interest: ["interest", "interest_vat", "interest_baht", "interest_vat_baht"],
    paidAt: ["paid_at"],
    paid: { column: ["status"], values: ["successful"] },
  },
  connect: omiseConnector,
  mirror: {
    credentials: [
      {
        name: "secret_key",
        label: { en: "Secret test key", th: "คีย์ลับของโหมดทดสอบ" },
        hint: {
          en: "On Omise's dashboard in test mode, under Keys. It begins with skey_test_.",
          th: "บนแดชบอร์ดของ Omise ในโหมดทดสอบ ที่หน้า Keys ขึ้นต้นด้วย skey_test_",
        },
        secret: true,
        form: /^skey_test_[0-9a-z]{19,}$/,
        says: "is no secret test key of Omise: it begins with skey_test_",
      },
      {
        name: "public_key",
        label: { en: "Public test key", th: "คีย์สาธารณะของโหมดทดสอบ" },
        hint: {
          en: "Beside the secret one. It begins with pkey_test_. Without it no cards are sent.",
          th: "อยู่ข้างคีย์ลับ ขึ้นต้นด้วย pkey_test_ หากไม่ใส่จะไม่ส่งบัตร",
        },
        secret: false,
        form: /^pkey_test_[0-9a-z]{19,}$/,
        says: "is no public test key of Omise: it begins with pkey_test_",
        optional: true,
      },
    ],
    open: omiseMirror,
  },
};

const offers = new Map<string, UpstreamOffer>(
  methods.flatMap(({ type, carries, capture, refund }): [string, UpstreamOffer][] =>
    left.includes(type) || carries === "linked account"
      ? []
      : [
          [
            type,
            {
              verbs: [
                "open",
                ...(capture === "by hand too" ? (["capture", "reverse"] as const) : []),
                ...(refund.kind === "none" ? [] : (["refund"] as const)),
              ],
              ...(refund.kind === "none" && { noRefunds: refund.why }),
              ...(carries === "card" && { card: "by its token" as const }),
            },
          ],
        ],
  ),
);

import { fieldsIn, isWhole } from "../phone/qr.ts";

/**
 * What the small QR code on a slip says: which bank's transfer it was and its reference there, or the transaction of a TrueMoney wallet. It says nothing of
 * amount or receiver, and anybody can print one: it is a reason to ask the bank.
 */
export type Slip =
  | {
      kind: "bank";
      /** Three digits of the Bank of Thailand, such as 014. */
      sendingBank: string;
      transRef: string;
      /** Thailand: the codes of no other country are known. */
      country: "TH";
    }
  | {
      kind: "truemoney";
      /** Such as P2P. */
      eventType: string;
      transactionId: string;
      /** Day of the transfer, such as `2024-01-25`. */
      date: string;
    };

/** Longest text that is read; slips have some 60 characters. */
const longest = 512;

/**
 * Reads the text of a slip's code without asking anybody; undefined for text that is not whole, and for codes to pay by.
 *
 * Sources: SCB developers, "Extracting data from mini QR"; for TrueMoney, whose code is published nowhere, the changelog of thai_promptpay 0.3.0.
 */
export function slipIn(text: string): Slip | undefined {
  const code = text.trim();
  if (code.length > longest || !isWhole(code, "91")) return undefined;
  const fields = fieldsIn(code);
  const inner = fieldsIn(fields.get("00") ?? "");
  return fields.has("51") ? bankSlip(fields, inner) : trueMoneySlip(code, inner);
}

function bankSlip(fields: Map<string, string>, inner: Map<string, string>): Slip | undefined {
  const [api, sendingBank = "", transRef = ""] = ["00", "01", "02"].map((tag) => inner.get(tag));
  if (api !== "000001" || fields.get("51") !== "TH") return undefined;
  if (!/^\d{3}$/.test(sendingBank) || !/^[\w-]{1,64}$/.test(transRef)) return undefined;
  return { kind: "bank", sendingBank, transRef, country: "TH" };
}

/** TrueMoney's checksum is in small letters, and is compared so. */
function trueMoneySlip(code: string, inner: Map<string, string>): Slip | undefined {
  const [first, second, eventType = "", transactionId = "", day = ""] = ["00", "01", "02", "03", "04"].map((tag) =>
    inner.get(tag),
  );
  const [, dd, mm, yyyy] = /^(\d{2})(\d{2})(\d{4})$/.exec(day) ?? [];
  if (first !== "01" || second !== "01" || yyyy === undefined || code.slice(-4) !== code.slice(-4).toLowerCase())
    return undefined;
  if (!/^\w{1,32}$/.test(eventType) || !/^[\w-]{1,64}$/.test(transactionId)) return undefined;
  const date = `${yyyy}-${mm}-${dd}`;
  return Number.isNaN(Date.parse(date)) ? undefined : { kind: "truemoney", eventType, transactionId, date };
}

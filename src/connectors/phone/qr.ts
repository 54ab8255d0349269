import { inMainUnits, type Minor } from "../../domain/base/money.ts";

/** The content of a QR code for one payment to one merchant. */
export type MerchantCode = {
  /** The payee, by the scheme's own entries; the first is the scheme's identifier. */
  receiver: Readonly<Record<string, string>>;
  /** The tag under which the scheme stands: 30 is PromptPay's for merchants. */
  scheme: string;
  amount: Minor;
  currency: string;
  /** The merchant's name in any script. */
  merchant: string;
  city: string;
  /** The merchant's country, two letters. */
  country: string;
  /** What the payer's bank prints beside the references: PromptPay's third one. */
  terminal: string;
};

/** PromptPay, payment to a merchant. Source: Bank of Thailand, Thai QR code standard, tag 30. */
export const promptPayScheme = { tag: "30", identifier: "A000000677010112" } as const;

const currencyNumbers: Readonly<Record<string, string>> = {
  THB: "764",
  SGD: "702",
  MYR: "458",
  JPY: "392",
  USD: "840",
};

/**
 * The text of a QR code that is scanned once: EMV tag-length-value fields in the order of their tags, then a checksum over all before it, its own tag and length
 * included.
 *
 * @throws RangeError for a value that does not fit into its field, a defect
 * @see EMV QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1, 4.3 to 4.8
 */
export function merchantCode({
  receiver,
  scheme,
  amount,
  currency,
  merchant,
  city,
  country,
  terminal,
}: MerchantCode): string {
  const plain = asciiOf(merchant, 25);
  const body = [
    field("00", "01"),
    field("01", "12"), // dynamic: for this payment only
    field(scheme, fields(receiver)),
    field("52", "0000"),
    field("53", currencyNumbers[currency] ?? ""),
    field("54", inMainUnits(amount, currency).replaceAll(",", "")),
    field("58", country),
    field("59", plain === "" ? "Merchant" : plain),
    field("60", city),
    field("62", fields({ "07": terminal })),
    ...(plain === merchant || plain.length === 25
      ? []
      : [field("64", fields({ "00": "TH", "01": [...merchant].slice(0, 25).join("") }))]),
  ].join("");
  return withChecksum(body);
}

/** Fields with the checksum that ends the text, under `tag` as `isWhole` reads it. */
export function withChecksum(body: string, tag: "63" | "91" = "63"): string {
  const covered = `${body}${tag}04`;
  return `${covered}${checksum(covered)}`;
}

/** A field: two digits of tag, two of length in characters, the value. */
function field(tag: string, value: string): string {
  const length = [...value].length;
  if (length === 0 || length > 99) throw new RangeError(`field ${tag} of a QR code cannot hold ${length} characters`);
  return `${tag}${String(length).padStart(2, "0")}${value}`;
}

const fields = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .toSorted(([one], [other]) => Number(one) - Number(other)) // keys that look like numbers would come first
    .map(([tag, value]) => field(tag, value))
    .join("");

const asciiOf = (text: string, maximum: number): string =>
  text
    .replace(/[^\x20-\x7e]+/g, "")
    .trim()
    .slice(0, maximum)
    .trim();

/** CRC-16/CCITT-FALSE of the text's bytes, as four capital hex digits. */
function checksum(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, "utf8")) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, "0");
}

/**
 * The payment's reference in a scanned text; undefined for one that is not whole, or is of another scheme.
 *
 * @see the specification above; the reference stands where `merchantCode` was given it
 */
export function referenceIn(text: string): string | undefined {
  const code = text.trim();
  if (!isWhole(code)) return undefined;
  const outer = fieldsIn(code);
  for (const [tag, value] of outer) if (Number(tag) >= 26 && Number(tag) <= 51) return fieldsIn(value).get("02");
  return undefined;
}

/** Whether a code ends with the checksum of all before it, which stands under `tag`: 63 in codes to pay by, 91 in those of slips. */
export const isWhole = (code: string, tag: "63" | "91" = "63"): boolean =>
  code.length >= 8 && code.slice(-8, -4) === `${tag}04` && checksum(code.slice(0, -4)) === code.slice(-4).toUpperCase();

/** The fields of a code, or of one of its fields, by their tags; what comes after a field that is cut off is left out. */
export function fieldsIn(text: string): Map<string, string> {
  const characters = [...text];
  const found = new Map<string, string>();
  for (let at = 0; at + 4 <= characters.length; ) {
    const length = Number(characters.slice(at + 2, at + 4).join(""));
    if (!Number.isInteger(length)) break;
    found.set(characters.slice(at, at + 2).join(""), characters.slice(at + 4, at + 4 + length).join(""));
    at += 4 + length;
  }
  return found;
}

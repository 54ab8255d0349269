/** A bill that is paid at a counter: the biller's tax number, two numbers of the payment, and the amount in satang. */
export type Bill = { taxId: string; first: string; second: string; amount: number };

/** Suffix of a biller who has one service. Source: the line that the plug-in for WooCommerce prints below the barcode of each bill. */
const suffix = "00";

/** A biller's number on bills and in codes. @param taxId 13 digits */
export const billerOf = (taxId: string): string => `${taxId}${suffix}`;

/** What the barcode of a bill says. Source: Thai banks' standard of cross-bank bill payment: a bar, then fields with a return between. */
export const barcodeOf = ({ taxId, first, second, amount }: Bill): string =>
  `|${billerOf(taxId)}\r${first}\r${second}\r${amount}`;

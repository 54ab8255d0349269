/**
 * Console messages for developers when no form opens: the cause and the remedy, one sentence each.
 * Payers do not see these; their texts are in web/pay/texts.ts and not-ready.ts.
 */
export const complaints = {
  blocked: (gateway: URL) =>
    `omise.js: this page's Content-Security-Policy keeps the payment form from loading; add ${gateway.origin} to its frame-src.`,
  late: (address: URL, seconds: number) =>
    `omise.js: the payment form has not loaded within ${seconds} seconds and opens when it has; check that ${address.href} opens in this browser and that no policy, extension or proxy blocks it.`,
  notConfigured:
    "omise.js: OmiseCard.open() shows nothing before OmiseCard.configure({ publicKey: … }); call that first.",
  notReady:
    "omise.js: OmiseCard.requestCardToken() found no loaded form in the page; call OmiseCard.configure({ element: … }) and OmiseCard.open() again after the element was emptied or replaced.",
  notInPage:
    "omise.js: the element for the payment form is not part of the page, so nothing shows; put it into the page.",
  noKey:
    "omise.js: there is no public key, so the gateway will refuse; give one: OmiseCard.configure({ publicKey: … }).",
  noKeyOfOmise: "omise.js: there is no public key, so the gateway will refuse; call Omise.setPublicKey(…) first.",
  secretKey:
    "omise.js: this is a secret key, which nobody may read in a page; use the public key (pkey_…), and replace the secret key on the gateway.",
  noButton: (selector: string) =>
    `omise.js: OmiseCard.attach() finds no button ${selector}; call it when the button is in the page.`,
  noImage: (address: string) => `omise.js: the image "${address}" is no address and is left out; correct it.`,
} as const;

/** Faults of a public key that can be found without asking the gateway. */
export function keyComplaint(key: string, missing: string): string | null {
  if (key === "") return missing;
  return key.startsWith("skey_") ? complaints.secretKey : null;
}

import type { Flow } from "./source.ts";

/**
 * How a payer gets from the merchant's page to the bank.
 * direct: nowhere, the bank is asked at once · page: to a page, of ours or of the bank, or through one into an app · code: nowhere, the merchant
 * shows what the bank gave at creation: a QR code, a barcode, or numbers to pay under.
 */
export type Journey =
  | { kind: "direct" }
  | { kind: "page"; flow: "redirect" | "app_redirect"; host: "ours" | "bank" }
  | { kind: "code"; flow: "offline"; shows: "qr" | "barcode" | "references" };

/** What of a method decides how its charges go. */
type Travelled = { journey: Journey; carries: "card" | null };

/** What follows from a journey. */
export type Steps = {
  /** Whether a charge is refused without a `return_uri`. */
  needsReturnUri: boolean;
  /** When the bank is told to expect the payer: before the merchant is answered, when the payer opens the page, or never. */
  opensAt: "creation" | "arrival" | "never";
};

/** The one place that derives what a method's journey means. */
export function stepsOf({ journey, carries }: Travelled): Steps {
  switch (journey.kind) {
    case "direct":
      return { needsReturnUri: false, opensAt: "never" };
    case "page":
      return {
        needsReturnUri: true,
        opensAt: carries === "card" ? "never" : "arrival", // a card's bank is asked once its holder has authenticated
      };
    case "code":
      return { needsReturnUri: false, opensAt: "creation" };
  }
}

/**
 * Whether `charge.create` is told when the charge is saved. Where the bank is asked before the merchant is answered it is told with what the bank
 * said, which the event then shows: what became of the payment, or the code that the payer scans.
 */
export const toldAtCreation = (method: Travelled, state: string): boolean =>
  state !== "authorizing" && stepsOf(method).opensAt !== "creation";

/** Whether a charge of it is made from a source; a plain card is not. */
export const hasSource = ({ journey, carries }: Travelled): boolean => journey.kind !== "direct" || carries === null;

/** What a source of it says as `flow`: where the payer goes nowhere, `offline`. */
export const flowOf = ({ journey }: Pick<Travelled, "journey">): Flow =>
  journey.kind === "page" ? journey.flow : "offline";

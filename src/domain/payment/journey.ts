import type { Flow } from "./source.ts";

/**
 * How a payer gets from the merchant's page to the bank.
 * direct: no way, the bank is asked at once · page: to a page, ours or the bank's, or through a page into an app · code: no way, the merchant shows
 * what the bank gave at creation: a QR code, a barcode, or numbers to pay under.
 */
export type Journey =
  | { kind: "direct" }
  | { kind: "page"; flow: "redirect" | "app_redirect"; host: "ours" | "bank" }
  | {
      kind: "code";
      flow: "offline";
      shows: "qr" | "barcode" | "references";
      /** Whether the payer is given an address with what to pay under, though nobody asked for a way back. */
      linked?: true;
    };

/** What the merchant shows the payer of a method; null where the payer is sent to a page or nowhere. */
export type Shows = Extract<Journey, { kind: "code" }>["shows"] | null;

export const showsOf = ({ journey }: { journey: Journey }): Shows => (journey.kind === "code" ? journey.shows : null);

/** The parts of a method that decide the steps of its charges. */
type Travelled = { journey: Journey; carries: "card" | "linked account" | null };

/** The steps that follow from a journey. */
export type Steps = {
  /** Whether a charge without a `return_uri` is refused. */
  needsReturnUri: boolean;
  /** When the bank is told to expect the payer: before the merchant is answered, when the payer opens the page, or never. */
  opensAt: "creation" | "arrival" | "never";
};

/** Derives the steps of a method's journey; no other place does. */
export function stepsOf({ journey, carries }: Travelled): Steps {
  switch (journey.kind) {
    case "direct":
      return { needsReturnUri: false, opensAt: "never" };
    case "page":
      return {
        needsReturnUri: true,
        opensAt: carries === "card" ? "never" : "arrival", // a card's bank is asked after the cardholder has authenticated
      };
    case "code":
      return { needsReturnUri: false, opensAt: "creation" };
  }
}

/**
 * When the bank of a charge is told of it. An upstream is told at once: it may refuse the charge, and its page for the payer is known when they come.
 *
 * @param upstream the charge's upstream, if any
 */
export const openingOf = (method: Travelled, upstream: unknown): Steps["opensAt"] =>
  upstream === null ? stepsOf(method).opensAt : "creation";

/**
 * Whether `charge.create` is sent when the charge is saved. Where the bank is asked before the merchant is answered, it is sent after the bank's
 * answer and shows it: the outcome of the payment, or the code for the payer to scan.
 */
export const toldAtCreation = (method: Travelled, state: string): boolean =>
  state !== "authorizing" && stepsOf(method).opensAt !== "creation";

/** Whether the method's charges are made from a source; a plain card's are not. */
export const hasSource = ({ journey, carries }: Travelled): boolean => journey.kind !== "direct" || carries === null;

/** Whether the payer is given the address of their page even where the merchant named no way back. */
export const isLinked = ({ journey }: Pick<Travelled, "journey">): boolean =>
  journey.kind === "code" && journey.linked === true;

/** The `flow` of the method's sources; `offline` where the payer is not sent anywhere. */
export const flowOf = ({ journey }: Pick<Travelled, "journey">): Flow =>
  journey.kind === "page" ? journey.flow : "offline";

import type { Time } from "../base/time.ts";

/**
 * What a payer needs to pay, from a bank's pending answer: an address to go to (or a path of ours, for an app that we simulate); the content of a
 * code to scan, which we draw; the address of a bank's own picture of a code; or numbers to pay under, at a counter or a machine, until some moment, with a barcode of them where machines read one.
 */
export type NextStep =
  | { goTo: string }
  | { scan: string; as: "qr" | "barcode" }
  | { show: string; as: "qr" | "barcode" }
  | { tell: References; until: Time | null; barcode?: string };

/** Numbers by the names that merchants see: `reference_number_1`, `payment_code`. Source: Sources API, `references`. */
type References = Readonly<Record<string, string>>;

/** Longest address, code or number that a payer is given; browsers and headers take no longer ones everywhere. */
const longest = 4_000;

/**
 * Whether a payer may be given what an upstream tells: a page by HTTPS, an app's own address, or text of a sensible length. No page of ours shows or
 * follows anything else, such as a script in an address.
 *
 * @param plain whether pages by HTTP are taken, as those of a simulator in an upstream's place
 */
export function isForPayers(step: NextStep, plain: boolean): boolean {
  if ("goTo" in step) return isPage(step.goTo, plain) || isOfApp(step.goTo);
  if ("show" in step) return isPage(step.show, plain);
  const texts = "scan" in step ? [step.scan] : [...Object.entries(step.tell).flat(), step.barcode ?? "-"];
  return texts.every((text) => text !== "" && text.length <= longest);
}

const isPage = (address: string, plain: boolean): boolean =>
  new RegExp(`^http${plain ? "s?" : "s"}://[^\\s\\\\]+$`, "i").test(address) &&
  address.length <= longest &&
  URL.canParse(address);

/** Schemes with which a browser runs or reads something itself, and those of pages. */
const ofBrowsers = [
  "http",
  "https",
  "javascript",
  "vbscript",
  "data",
  "file",
  "filesystem",
  "blob",
  "about",
  "view-source",
  "ftp",
  "ws",
  "wss",
];

function isOfApp(address: string): boolean {
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\/\S+$/i.exec(address) ?? [];
  return scheme !== undefined && !ofBrowsers.includes(scheme.toLowerCase()) && address.length <= longest;
}

/** The path of a code's picture. The id of the payer's page, which nobody can guess, is the only permission. */
export const codeAddress = (page: string, picture: "svg" | "png" = "svg"): string =>
  `/payments/${page}/code${picture === "png" ? ".png" : ""}`;

/** What kind of code is drawn for the payer; null where none is. */
export function pictureKind(step: NextStep | null): "qr" | "barcode" | null {
  if (step === null || "goTo" in step) return null;
  if ("scan" in step || "show" in step) return step.as;
  return step.barcode === undefined ? null : "barcode";
}

/** Whether two next steps are equal. */
export const isSameStep = (one: NextStep | null, other: NextStep | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

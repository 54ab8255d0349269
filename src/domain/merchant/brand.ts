import { Refusal } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Account } from "./account.ts";
import type { Logo } from "./brand-row.ts";
import { pixelMax, pixelsOf, svgFault, typeOfLogo } from "./logo-file.ts";

/** A colour as `#rrggbb` in lower case; `#rgb` is short for it, and the sign may be left out. Undefined for other text. */
export function colorIn(text: string): string | undefined {
  const [, digits] = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const six = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  return `#${six.toLowerCase()}`;
}

/** Upper bound of a logo in bytes: every payer loads it, many over a mobile network. */
export const logoMax = 100 * 1024;

/** An account and its logo's row as they are to be saved; no row where it never had a logo. */
type Branded = { account: Account; logo: Logo | undefined };

/**
 * Gives an account a logo, in place of the one that it had.
 *
 * @param stored the bytes before, if there ever were any
 * @param mark of the new file
 * @throws Refusal `missing_file`, `invalid_file_type`, `bad_request` for one that is too large, or that could do more than be seen
 */
export function setLogo(
  account: Account,
  stored: Logo | undefined,
  upload: { contentType: string; contents: Uint8Array } | undefined,
  mark: string,
  now: Time,
): Branded {
  if (upload === undefined || upload.contents.length === 0) throw new Refusal("missing_file");
  if (upload.contents.length > logoMax)
    throw new Refusal("bad_request", `file is too large (maximum is ${logoMax} bytes)`);
  const contentType = typeOfLogo(upload);
  if (contentType === undefined) throw new Refusal("invalid_file_type", "file must be a PNG, a JPEG or an SVG");
  const pixels = pixelsOf(contentType, upload.contents);
  if (pixels > pixelMax) throw new Refusal("bad_request", `file is too large (maximum is ${pixelMax} pixels each way)`);
  const fault = contentType === "image/svg+xml" ? svgFault(Buffer.from(upload.contents).toString("utf8")) : null;
  if (fault !== null) throw new Refusal("bad_request", `file ${fault}`);
  const contents = Buffer.from(upload.contents).toString("base64");
  return {
    account: revise(account, { logo: { mark, contentType } }),
    logo: stored
      ? revise(stored, { mark, contents })
      : { id: account.id, version: 1, account: account.id, mark, contents, createdAt: now },
  };
}

/** Takes an account's logo away, and erases its bytes. */
export function removeLogo(account: Account, stored: Logo | undefined): Branded {
  return { account: revise(account, { logo: null }), logo: stored && revise(stored, { contents: null }) };
}

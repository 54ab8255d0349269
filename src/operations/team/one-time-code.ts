import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { reveal, Secret } from "../../domain/base/secret.ts";
import { seconds, type Time } from "../../domain/base/time.ts";

/** Codes of authenticator apps, RFC 6238 with the options that all apps support: SHA-1, six digits, a new code every 30 seconds. */
const step = seconds(30);
const digits = 6;
/** Length of a secret. RFC 4226, 4: at least 128 bits, better 160. */
const secretBytes = 20;

/** Accepted steps before and after a code's time: clocks differ, and people type slowly. */
const tolerated = [0, -1, 1];

export const newTotpSecret = (): Secret => new Secret(base32(randomBytes(secretBytes)));

/**
 * @param lastStep the step of the last code used: that code and earlier ones are no longer accepted
 * @returns the code's step, null if it is wrong
 */
export function stepOfCode(code: string, secret: Secret, lastStep: number | null, now: Time): number | null {
  const current = Math.floor(now / step);
  const typed = Buffer.from(code.replaceAll(/\s/g, ""));
  const found = tolerated
    .map((offset) => current + offset)
    .find((candidate) => {
      const right = Buffer.from(codeAt(secret, candidate));
      return candidate > (lastStep ?? -1) && typed.length === right.length && timingSafeEqual(typed, right);
    });
  return found ?? null;
}

/** The current code of a secret. */
export const codeOf = (secret: Secret, now: Time): string => codeAt(secret, Math.floor(now / step));

/** Address that authenticator apps read from a QR code. Source: Google Authenticator's "Key Uri Format", which other apps follow. */
export function totpUri(secret: Secret, email: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`;
  return `otpauth://totp/${label}?secret=${reveal(secret)}&issuer=${encodeURIComponent(issuer)}`;
}

/** RFC 4226, 5.3: the last four bits give the position of the number in the hash. */
function codeAt(secret: Secret, count: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(count));
  const hash = createHmac("sha1", fromBase32(reveal(secret)))
    .update(counter)
    .digest();
  const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7f_ff_ff_ff;
  return String(number % 10 ** digits).padStart(digits, "0");
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

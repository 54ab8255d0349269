import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { Refusal } from "../domain/errors.ts";
import { reveal, type Secret } from "../domain/secret.ts";

/**
 * What scrypt is asked for: 32 MiB and about a quarter of a second, one of the settings that OWASP's "Password Storage" calls equivalent.
 * They are stored with each password, so those made with others stay good.
 */
const cost = { ln: 15, r: 8, p: 3 } as const;
const saltBytes = 16;
const hashBytes = 32;

/** A password as it is stored: `$scrypt$ln=15,r=8,p=3$salt$hash`. */
export async function hashPassword(password: Secret): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, cost);
  const { ln, r, p } = cost;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/** Nobody's: no password gives this hash, and to find that out takes as long as with any other. */
const nobodys = `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${"A".repeat(22)}==$${"A".repeat(43)}=`;

/** @param stored null for somebody who is not there or has no password: that takes as long */
export async function isPassword(password: Secret, stored: string | null): Promise<boolean> {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored ?? nobodys);
  if (!match) throw new Error("a stored password cannot be read");
  const [, ln, r, p, salt = "", hash = ""] = match;
  const derived = await derive(password, Buffer.from(salt, "base64"), { ln: Number(ln), r: Number(r), p: Number(p) });
  return timingSafeEqual(derived, Buffer.from(hash, "base64")) && stored !== null;
}

/** So many at once: each keeps a thread and its memory, and files and names are looked up by the same threads. */
const atOnce = 2;
const waitingMax = 40;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: Secret, salt: Buffer, { ln, r, p }: Record<"ln" | "r" | "p", number>): Promise<Buffer> {
  if (waiting.length >= waitingMax)
    throw new Refusal("too_many_requests", "too many people sign in at once: try again");
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await new Promise((resolve, reject) => {
      const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
      scrypt(reveal(password).normalize("NFKC"), salt, hashBytes, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { reveal, type Secret } from "../../domain/base/secret.ts";
import { createQueue, type Waiting } from "./password-queue.ts";

/**
 * Cost of scrypt: 32 MiB and about a quarter of a second, one of the settings that OWASP's "Password Storage" calls equivalent.
 * The cost is stored with each password, so passwords hashed with another cost stay valid.
 */
const cost = { ln: 15, r: 8, p: 3 } as const;
const saltBytes = 16;
const hashBytes = 32;

/** Makes the stored form of a password: `$scrypt$ln=15,r=8,p=3$salt$hash`. */
export async function hashPassword(password: Secret): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, salt, cost, "kept"); // only for people who are signed in or follow a link
  const { ln, r, p } = cost;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/** A hash that no password gives; checking against it takes as long as against any other. */
const nobodys = `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${"A".repeat(22)}==$${"A".repeat(43)}=`;

/**
 * @param stored null for an unknown member or one without a password; the check takes as long
 * @param who the place in the queue if many come at once
 * @throws Refusal `too_many_requests` where there is no room to wait
 */
export async function isPassword(password: Secret, stored: string | null, who: Waiting): Promise<boolean> {
  const match = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored ?? nobodys);
  if (!match) throw new Error("a stored password cannot be read");
  const [, ln, r, p, salt = "", hash = ""] = match;
  const asked = { ln: Number(ln), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, "base64"), asked, who);
  return timingSafeEqual(derived, Buffer.from(hash, "base64")) && stored !== null;
}

/** Two at once, about eight a second: each keeps a thread and its memory, and the same threads look up files and names. */
const queue = createQueue({ atOnce: 2, ofNetworkMax: 20, strangersMax: 200, keptMax: 40 });

async function derive(
  password: Secret,
  salt: Buffer,
  { ln, r, p }: Record<"ln" | "r" | "p", number>,
  who: Waiting,
): Promise<Buffer> {
  const leave = await queue.enter(who);
  try {
    return await new Promise((resolve, reject) => {
      const options = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r };
      scrypt(reveal(password).normalize("NFKC"), salt, hashBytes, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    leave();
  }
}

import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { CompactEncrypt, CompactSign, compactDecrypt, compactVerify } from "jose";

/**
 * The two envelopes of 2C2P. Payments are signed by a secret that both sides know; what is done to a payment afterwards is encrypted for the reader
 * and signed by the writer. No date within a message is looked at: which moment it is, the account's clock says.
 */

/**
 * Signs the claims of a payment message. The key is the secret's characters, not the bytes that its hexadecimal digits stand for.
 * Source: 2C2P, "JWT token"; recomputed from the published token of merchant JT01.
 */
async function sign(claims: object, secret: string): Promise<string> {
  return new CompactSign(bytes(JSON.stringify(claims)))
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .sign(bytes(secret));
}

/**
 * The claims of a signed payment message, whose algorithm is never the message's choice.
 * @throws Error where the signature does not hold or the claims are no object
 */
async function verified(token: string, secret: string): Promise<Readonly<Record<string, unknown>>> {
  const { payload } = await holding("the signature does not hold", () =>
    compactVerify(token, bytes(secret), { algorithms: ["HS256"] }),
  );
  return claimsIn(new TextDecoder().decode(payload));
}

function claimsIn(text: string): Readonly<Record<string, unknown>> {
  const claims: unknown = JSON.parse(text);
  if (typeof claims !== "object" || claims === null || Array.isArray(claims))
    throw new Error("the claims are no object");
  return { ...claims };
}

/** The four works of the envelopes; a connector may be given others than those here, and does the same with them. */
export type Envelope = {
  sign(claims: object, secret: string): Promise<string>;
  verified(token: string, secret: string): Promise<Readonly<Record<string, unknown>>>;
  seal(text: string, keys: Keys): Promise<string>;
  unseal(message: string, keys: Keys): Promise<string>;
};

/** Keys of one side: its own private key, and the other side's public key. */
export type Keys = { own: KeyObject; theirs: KeyObject };

/**
 * @param own private key as PEM
 * @param theirs public key or certificate as PEM
 * @throws Error that says which of them cannot be read, and nothing of its content
 */
export function keysOf(own: string, theirs: string): Keys {
  return {
    own: rsaKey("the private key", () => createPrivateKey(inLines(own))),
    theirs: rsaKey("the public key of 2C2P", () => createPublicKey(inLines(theirs))),
  };
}

function rsaKey(which: string, read: () => KeyObject): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch {
    throw new Error(`${which} cannot be read`); // the reason may quote the key
  }
  if (key.asymmetricKeyType !== "rsa") throw new Error(`${which} is not an RSA key`);
  return key;
}

/** A key in the lines that PEM wants: fields of one line turn line ends into spaces, or drop them. */
function inLines(pem: string): string {
  const [, label = "", content = ""] =
    /^\s*-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/.exec(pem) ?? [];
  const lines = content.replace(/\s+/g, "").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}

/** Encrypts a text for the other side and signs the result. Source: 2C2P, "Generate JWT request with keys": RSA-OAEP with A256GCM, within PS256. */
async function seal(text: string, { own, theirs }: Keys): Promise<string> {
  const encrypted = await new CompactEncrypt(bytes(text))
    .setProtectedHeader({ alg: "RSA-OAEP", enc: "A256GCM" })
    .encrypt(theirs);
  return new CompactSign(bytes(encrypted)).setProtectedHeader({ alg: "PS256", typ: "JWT" }).sign(own);
}

/** @throws Error where the message is not signed by the other side, or not encrypted for us */
async function unseal(message: string, { own, theirs }: Keys): Promise<string> {
  const { payload } = await holding("the signature does not hold", () =>
    compactVerify(message.trim(), theirs, { algorithms: ["PS256"] }),
  );
  const { plaintext } = await holding("it cannot be decrypted", () =>
    compactDecrypt(payload, own, { keyManagementAlgorithms: ["RSA-OAEP"], contentEncryptionAlgorithms: ["A256GCM"] }),
  );
  return new TextDecoder().decode(plaintext);
}

export const envelope: Envelope = { sign, verified, seal, unseal };

/** Says in our words what failed: the library's errors for odd input look like defects of our code. */
async function holding<Result>(otherwise: string, step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch {
    throw new Error(otherwise);
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHmac,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";
import type { Envelope } from "../../src/connectors/2c2p/wire.ts";

/**
 * The envelopes of 2C2P once more, by Node.js alone and all at once: the product's library works in threads, whose pace no seed decides. What one has
 * closed the other opens (`envelope-2c2p.test.ts`). Source: RFC 7515 and 7516, compact serialization; RFC 7518, 3.2, 3.5, 4.3 and 5.3.
 */
export const envelopeAtOnce: Envelope = {
  sign: async (claims, secret) => {
    const content = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
    return `${content}.${macOf(content, secret).toString("base64url")}`;
  },
  verified: async (token, secret) => {
    const { alg, content, signature, payload } = opened(token);
    const expected = macOf(content, secret);
    const holds = alg === "HS256" && signature.length === expected.length && timingSafeEqual(signature, expected);
    if (!holds) throw new Error("the signature does not hold");
    const claims: unknown = JSON.parse(payload);
    if (typeof claims !== "object" || claims === null || Array.isArray(claims))
      throw new Error("the claims are no object");
    return { ...claims };
  },
  seal: async (text, { own, theirs }) => {
    const header = part({ alg: "RSA-OAEP", enc: "A256GCM" });
    const [key, nonce] = [randomBytes(32), randomBytes(12)];
    const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(header));
    const closed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    const wrapped = publicEncrypt({ key: theirs, ...oaep }, key);
    const parts = [wrapped, nonce, closed, cipher.getAuthTag()].map((bytes) => bytes.toString("base64url"));
    const content = `${part({ alg: "PS256", typ: "JWT" })}.${Buffer.from([header, ...parts].join(".")).toString("base64url")}`;
    return `${content}.${sign("sha256", Buffer.from(content), pss(own)).toString("base64url")}`;
  },
  unseal: async (message, { own, theirs }) => {
    const { alg, content, signature, payload } = opened(message.trim());
    if (alg !== "PS256" || !verify("sha256", Buffer.from(content), pss(theirs), signature))
      throw new Error("the signature does not hold");
    const [header = "", ...parts] = payload.split(".");
    const [wrapped = nothing, nonce = nothing, closed = nothing, tag = nothing] = parts.map(bytesIn);
    const decipher = createDecipheriv("aes-256-gcm", privateDecrypt({ key: own, ...oaep }, wrapped), nonce);
    decipher.setAAD(Buffer.from(header)).setAuthTag(tag);
    return Buffer.concat([decipher.update(closed), decipher.final()]).toString();
  },
};

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" };
const pss = (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });

const nothing = Buffer.alloc(0);
const bytesIn = (text: string): Buffer => Buffer.from(text, "base64url");
const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString("base64url");
const macOf = (content: string, secret: string): Buffer => createHmac("sha256", secret).update(content).digest();

/** The parts of a signed message. @throws Error for anything else */
function opened(message: string): { alg: unknown; content: string; signature: Buffer; payload: string } {
  const [header = "", payload = "", signature = "", ...more] = message.split(".");
  if (signature === "" || more.length > 0) throw new Error("the signature does not hold");
  const { alg } = JSON.parse(bytesIn(header).toString()) as { alg?: unknown };
  return { alg, content: `${header}.${payload}`, signature: bytesIn(signature), payload: bytesIn(payload).toString() };
}

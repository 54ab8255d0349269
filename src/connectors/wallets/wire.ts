import { createPublicKey, type KeyObject } from "node:crypto";

/**
 * What the two wallets write, in the form that their documents give it. Google Pay: "Payment data cryptography for merchants", ECv2. Apple Pay:
 * "Payment token format reference", EC_v1, whose signature is CMS (RFC 5652) with certificates of X.509 (RFC 5280).
 */

/** A token of Google Pay; the texts within it are JSON again, since they are signed as they are. */
export type GoogleToken = {
  protocolVersion: "ECv2";
  signature: string;
  intermediateSigningKey: { signedKey: string; signatures: string[] };
  signedMessage: string;
};

/** A token of Apple Pay; bytes are base64, except for the two in hexadecimal. */
export type AppleToken = {
  version: "EC_v1";
  data: string;
  signature: string;
  header: { publicKeyHash: string; ephemeralPublicKey: string; transactionId: string };
};

/** The parts of what Google signs, each behind its length in four bytes, the lowest first. */
export function signedParts(parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(Buffer.byteLength(part));
      return [length, Buffer.from(part)];
    }),
  );
}

export const spkiOf = (key: KeyObject): Buffer =>
  (key.type === "private" ? createPublicKey(key) : key).export({ type: "spki", format: "der" });

/** A public key on P-256 as its point alone, as Google sends it. */
export const pointOf = (key: KeyObject): Buffer => spkiOf(key).subarray(-65);

const tag = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, utf8: 0x0c, utcTime: 0x17, time: 0x18 } as const;

/** Object identifiers of the messages. */
export const oid = {
  data: "1.2.840.113549.1.7.1",
  signedData: "1.2.840.113549.1.7.2",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  sha256: "2.16.840.1.101.3.4.2.1",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  commonName: "2.5.4.3",
  basicConstraints: "2.5.29.19",
  /** Apple's marks of the two certificates that sign payments. */
  leaf: "1.2.840.113635.100.6.29",
  intermediate: "1.2.840.113635.100.6.2.14",
} as const;

function der(kind: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([kind, length]), content]);
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([kind, 0x80 | bytes.length, ...bytes]), content]);
}

const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);
const set = (...contents: readonly Buffer[]): Buffer => der(0x31, ...contents);
const context = (number: number, ...contents: readonly Buffer[]): Buffer => der(0xa0 + number, ...contents);
const integer = (value: number): Buffer => der(tag.integer, Buffer.from([value]));
const octets = (content: Buffer): Buffer => der(tag.octets, content);

function oidValue(text: string): Buffer {
  const [first = 0, second = 0, ...arcs] = text.split(".").map(Number);
  return der(tag.oid, ...[first * 40 + second, ...arcs].map(base128));
}

function base128(arc: number): Buffer {
  const bytes = [arc & 0x7f];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}

/** A moment as X.509 writes it: with two digits of the year up to 2049, with four from then on. */
function timeValue(at: number): Buffer {
  const text = `${new Date(at).toISOString().replace(/\D/g, "").slice(0, 14)}Z`;
  return text < "2050" ? der(tag.utcTime, Buffer.from(text.slice(2))) : der(tag.time, Buffer.from(text));
}

const algorithm = (name: string): Buffer => sequence(oidValue(name));

const nameOf = (name: string): Buffer =>
  sequence(set(sequence(oidValue(oid.commonName), der(tag.utf8, Buffer.from(name)))));

/** Signs with ECDSA and SHA-256. */
export type Sign = (content: Buffer) => Buffer;

type Issued = {
  serial: number;
  issuer: string;
  subject: string;
  key: KeyObject;
  authority: boolean;
  /** Apple's mark of the certificate; null for the root. */
  mark: string | null;
  from: number;
  to: number;
};

export function certificate({ serial, issuer, subject, key, authority, mark, from, to }: Issued, sign: Sign): Buffer {
  const critical = der(0x01, Buffer.from([0xff]));
  const yes = der(0x01, Buffer.from([0xff]));
  const extensions = [
    sequence(oidValue(oid.basicConstraints), critical, octets(authority ? sequence(yes) : sequence())),
    ...(mark === null ? [] : [sequence(oidValue(mark), octets(der(0x05)))]),
  ];
  const body = sequence(
    context(0, integer(2)),
    integer(serial),
    algorithm(oid.ecdsaWithSha256),
    nameOf(issuer),
    sequence(timeValue(from), timeValue(to)),
    nameOf(subject),
    spkiOf(key),
    context(3, sequence(...extensions)),
  );
  return sequence(body, algorithm(oid.ecdsaWithSha256), bits(sign(body)));
}

const bits = (content: Buffer): Buffer => der(tag.bits, Buffer.from([0]), content);

type Signed = { digest: Buffer; at: number; certificates: readonly Buffer[]; issuer: string; serial: number };

/** A signature beside its content, with the moment of signing among what is signed. */
export function detachedSignature({ digest, at, certificates, issuer, serial }: Signed, sign: Sign): Buffer {
  const attributes = [
    sequence(oidValue(oid.contentType), set(oidValue(oid.data))),
    sequence(oidValue(oid.signingTime), set(timeValue(at))),
    sequence(oidValue(oid.messageDigest), set(octets(digest))),
  ];
  const signer = sequence(
    integer(1),
    sequence(nameOf(issuer), integer(serial)),
    algorithm(oid.sha256),
    context(0, ...attributes),
    algorithm(oid.ecdsaWithSha256),
    octets(sign(set(...attributes))),
  );
  const signedData = sequence(
    integer(1),
    set(algorithm(oid.sha256)),
    sequence(oidValue(oid.data)),
    context(0, ...certificates),
    set(signer),
  );
  return sequence(oidValue(oid.signedData), context(0, signedData));
}

/** One value of ASN.1: its tag as one byte, its whole encoding, and its content. */
export type Value = { tag: number; encoding: Buffer; content: Buffer };

/** Tags that signatures and certificates use (X.690, 8.1.2). */
export const tags = {
  integer: 0x02,
  octets: 0x04,
  octetsInParts: 0x24,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific, constructed. */
  context: (number: number): number => 0xa0 + number,
} as const;

/** Bytes that are no ASN.1, or more of it than a signature holds. */
export class Unreadable extends Error {}

/** How deep values may lie in each other: a certificate's extensions lie nine deep. */
const depthMax = 16;

/**
 * The one value that fills `bytes`. Lengths may be indefinite, since the signatures of Apple Pay have such (X.690, 8.1.3.6); everything else must
 * be as DER has it.
 *
 * @throws Unreadable for anything else
 */
export function readValue(bytes: Buffer): Value {
  const value = valueAt(bytes, 0, 0);
  if (value.encoding.length !== bytes.length) throw new Unreadable("bytes follow the value");
  return value;
}

/** The values within a constructed one. @throws Unreadable where it has another tag */
export function readParts(value: Value | undefined, tag: number): Value[] {
  if (value?.tag !== tag) throw new Unreadable(`no value with tag ${tag}`);
  const parts: Value[] = [];
  for (let at = 0; at < value.content.length; ) {
    const part = valueAt(value.content, at, 0);
    parts.push(part);
    at += part.encoding.length;
  }
  return parts;
}

/** Content of a primitive value. @throws Unreadable where it has another tag */
export function readContent(value: Value | undefined, tag: number): Buffer {
  if (value?.tag !== tag) throw new Unreadable(`no value with tag ${tag}`);
  return value.content;
}

/** An object identifier in dotted form. @throws Unreadable */
export function readOid(value: Value | undefined): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  const content = readContent(value, tags.oid);
  if (content.length === 0 || content.length > 32) throw new Unreadable("no object identifier");
  for (const [at, byte] of content.entries()) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte & 0x80) {
      if (at === content.length - 1) throw new Unreadable("an object identifier without end");
      continue;
    }
    if (arcs.length === 0) {
      const first = arc < 80n ? arc / 40n : 2n;
      arcs.push(first, arc - first * 40n);
    } else arcs.push(arc);
    arc = 0n;
  }
  return arcs.join(".");
}

/** A UTCTime or GeneralizedTime in UTC with seconds, as DER has it, in Unix milliseconds. @throws Unreadable */
export function readTime(value: Value | undefined): number {
  const text = value?.content.toString("latin1") ?? "";
  const short = value?.tag === tags.utcTime && /^\d{12}Z$/.test(text);
  if (!short && !(value?.tag === tags.generalizedTime && /^\d{14}Z$/.test(text))) throw new Unreadable("no time");
  // two digits are years from 1950 to 2049: X.509 (RFC 5280, 4.1.2.5.1)
  const full = short ? `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}` : text;
  const at = Date.parse(full.replace(/^(....)(..)(..)(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (Number.isNaN(at)) throw new Unreadable("no time");
  return at;
}

function valueAt(bytes: Buffer, start: number, depth: number): Value {
  if (depth > depthMax) throw new Unreadable("values lie too deep in each other");
  const tag = byteAt(bytes, start);
  if ((tag & 0x1f) === 0x1f) throw new Unreadable("a tag of several bytes");
  const first = byteAt(bytes, start + 1);
  if (first === 0x80) return indefinite(bytes, start, tag, depth);
  const [length, begin] = lengthAt(bytes, start + 1, first);
  const end = begin + length;
  if (end > bytes.length) throw new Unreadable("a value that is longer than its place");
  return { tag, encoding: bytes.subarray(start, end), content: bytes.subarray(begin, end) };
}

/** A constructed value that ends where two zeros stand in place of the next one. */
function indefinite(bytes: Buffer, start: number, tag: number, depth: number): Value {
  if (!(tag & 0x20)) throw new Unreadable("a primitive value without length");
  let at = start + 2;
  while (!(byteAt(bytes, at) === 0 && byteAt(bytes, at + 1) === 0)) at += valueAt(bytes, at, depth + 1).encoding.length;
  return { tag, encoding: bytes.subarray(start, at + 2), content: bytes.subarray(start + 2, at) };
}

/** A length in its shortest form, and where the content begins. */
function lengthAt(bytes: Buffer, at: number, first: number): [length: number, begin: number] {
  if (first < 0x80) return [first, at + 1];
  const size = first & 0x7f;
  if (size > 3) throw new Unreadable("a length beyond all signatures");
  let length = 0;
  for (let place = 1; place <= size; place += 1) length = length * 256 + byteAt(bytes, at + place);
  if (length < 0x80 || length < 256 ** (size - 1)) throw new Unreadable("a length that is not in its shortest form");
  return [length, at + 1 + size];
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw new Unreadable("bytes end within a value");
  return byte;
}

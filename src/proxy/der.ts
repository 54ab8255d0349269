/** A value in DER, the binary form of certificates (X.690): one byte of type, the length, the content. */
function value(type: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type]), lengthOf(content), content]);
}

function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x100) return Buffer.from([0x81, length]);
  return Buffer.from([0x82, length >> 8, length & 0xff]); // certificates are far below 64 KiB
}

export const sequence = (...parts: readonly Buffer[]): Buffer => value(0x30, ...parts);

export const set = (...parts: readonly Buffer[]): Buffer => value(0x31, ...parts);

export const text = (content: string): Buffer => value(0x0c, Buffer.from(content));

export const bytes = (content: Buffer): Buffer => value(0x04, content);

export const truth = (): Buffer => value(0x01, Buffer.from([0xff]));

/** A whole number that is not negative, from its bytes. */
export function whole(content: Buffer): Buffer {
  const negative = (content[0] ?? 0) >= 0x80; // would be read as a sign
  return value(0x02, negative ? Buffer.concat([Buffer.from([0]), content]) : content);
}

/** @param unused how many bits at the end of the last byte do not count */
export const bits = (content: Buffer, unused = 0): Buffer => value(0x03, Buffer.from([unused]), content);

/** A value whose type is said by its place: `[number]`. @param made whether it contains values, not bytes */
export const placed = (number: number, content: Buffer, made: boolean): Buffer =>
  value((made ? 0xa0 : 0x80) | number, content);

/** An object identifier such as 2.5.29.17. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return value(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(inSevens)]));
}

/** Seven bits a byte, the highest bit set on all but the last. */
function inSevens(number: number): number[] {
  const groups = [number & 0x7f];
  for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
  return groups;
}

/** A moment, to the second. Years from 2050 on have another type (RFC 5280, 4.1.2.5). @param at milliseconds */
export function moment(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.\d+/g, "");
  return digits < "2050" ? value(0x17, Buffer.from(digits.slice(2))) : value(0x18, Buffer.from(digits));
}

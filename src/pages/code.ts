import { crc32, deflateSync } from "node:zlib";
import { encode } from "uqr";
import { type Html, html } from "./html.ts";

/** A QR code, always dark on white, since many scanners read nothing else, with the four quiet modules that the standard asks for. */
export function qrCode(text: string, label: string): Html {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return svg(size, size, label, html`<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/>`);
}

/** Pixels of a module in a picture of pixels. */
const pixels = 8;

/** A QR code as a PNG, for clients that show no SVG. Source: PNG specification, third edition, 5 and 11.2. */
export function qrPng(text: string): Buffer {
  const { data, size } = encode(text, { ecc: "M", border: 4 });
  const side = size * pixels;
  const rows = data.flatMap((row) => {
    const line = Buffer.from([0, ...row.flatMap((dark) => new Array<number>(pixels).fill(dark ? 0 : 255))]);
    return new Array<Buffer>(pixels).fill(line);
  });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 8; // bits of a pixel; the rest is zero: grey, deflate, no filter of its own, not interlaced
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A part of a PNG: length, name, content, checksum of the last two. */
function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Modules of the quiet zone beside the bars; ten is the least. Source: ISO/IEC 15417, quiet zone. */
const quiet = 10;
const height = 60;

/**
 * A barcode of ASCII, Code 128 in code set B, which counters and barcode terminals read. A control character, such as the return between the fields of a
 * bill, is one shift to code set A. Its bars are rectangles of a group inside a group that has the ground first, with bare numbers: the plug-ins of
 * WooCommerce and Magento build a barcode of HTML from those of the original, for mails and for printing.
 * @throws RangeError for characters outside it
 */
export function barcode(text: string, label: string): Html {
  const values = [...text].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 126) throw new RangeError("a barcode takes ASCII only");
    return code < 32 ? [shift, code + 64] : [code - 32];
  });
  const check = values.reduce((sum, value, index) => sum + value * (index + 1), startB) % 103;
  let at = quiet;
  const bars: Html[] = [];
  for (const value of [startB, ...values, check, stop]) {
    for (const [index, width] of [...(patterns[value] ?? "")].map(Number).entries()) {
      if (index % 2 === 0) bars.push(html`<rect x="${at}" y="0" width="${width}" height="${height}"/>`);
      at += width;
    }
  }
  const wide = at + quiet;
  const ground = html`<rect x="0" y="0" width="${wide}" height="${height}" fill="#fff"/>`;
  return svg(wide, height, label, html`<g>${ground}<g fill="#000">${bars}</g></g>`);
}

const shift = 98;
const startB = 104;
const stop = 106;

/** Widths of bars and spaces in turn, by value. Source: ISO/IEC 15417, table 1. */
const patterns = [
  ..."212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132".split(" "),
  ..."122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212".split(" "),
  ..."322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311".split(" "),
  ..."112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321".split(" "),
  ..."331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214".split(" "),
  ..."112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212".split(" "),
  ..."124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113".split(" "),
  ..."411311 113141 114131 311141 411131 211412 211214 211232 2331112".split(" "),
];

function svg(width: number, height: number, label: string, drawn: Html): Html {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}" shape-rendering="crispEdges">${drawn}</svg>`;
}

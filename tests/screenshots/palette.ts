import { crc32, deflateSync } from "node:zlib";
import { PNG } from "pngjs";

/**
 * Reduces a picture to few colours, which makes pictures of pages several times smaller without a visible difference.
 * Half of the palette are the most frequent colours; the other half is found by median cut over all others.
 */
export function inFewColours(png: Buffer, most = 64): Buffer {
  const { width, height, data } = PNG.sync.read(png);
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const all = [...counts].map(([colour, count]) => ({ colour, count })).sort((one, other) => other.count - one.count);
  const exact = all.slice(0, most / 2).map((one) => [one]); // keeps the few flat colours of a page
  const rest = all.slice(most / 2);
  const boxes = rest.length === 0 ? exact : [...exact, ...cut(rest, most / 2)];
  const indexOf = new Map(boxes.flatMap((box, index) => box.map(({ colour }) => [colour, index] as const)));
  const rows = Buffer.alloc((width + 1) * height); // each row begins with its filter type: none
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from += 4)
      rows[y * (width + 1) + 1 + x] = indexOf.get(data.readUIntBE(from, 3)) ?? 0;
  }
  return indexed(width, height, Buffer.from(boxes.flatMap(mean)), rows);
}

type Counted = { colour: number; count: number };

const channels = [16, 8, 0] as const;
const part = (colour: number, channel: number): number => (colour >> channel) & 255;

/** Median cut: splits the box with the largest spread at its median pixel, until the wanted number of boxes is reached. */
function cut(all: Counted[], most: number): Counted[][] {
  const boxes = [all];
  while (boxes.length < most) {
    const spreads = boxes.map(spreadOf);
    const widest = spreads.reduce((best, { size }, at) => (size > (spreads[best]?.size ?? 0) ? at : best), 0);
    const [box, spread] = [boxes[widest], spreads[widest]];
    if (!box || !spread || spread.size === 0) break;
    box.sort((one, other) => part(one.colour, spread.channel) - part(other.colour, spread.channel));
    const middle = halfOf(box);
    boxes.splice(widest, 1, box.slice(0, middle), box.slice(middle));
  }
  return boxes;
}

/** The spread of a box in its widest channel; frequent colours weigh a little more. */
function spreadOf(box: Counted[]): { channel: number; size: number } {
  const weight = Math.log2(1 + box.reduce((sum, { count }) => sum + count, 0));
  const sizes = channels.map((channel) => {
    const values = box.map(({ colour }) => part(colour, channel));
    const range =
      values.reduce((most, value) => Math.max(most, value), 0) -
      values.reduce((least, value) => Math.min(least, value), 255);
    return { channel, size: range * weight };
  });
  return sizes.reduce((best, one) => (one.size > best.size ? one : best));
}

function halfOf(box: Counted[]): number {
  const half = box.reduce((sum, { count }) => sum + count, 0) / 2;
  let sum = 0;
  const at = box.findIndex(({ count }) => {
    sum += count;
    return sum >= half;
  });
  return Math.min(Math.max(at, 1), box.length - 1);
}

/** The colour of a box: the most frequent one if it dominates, so that backgrounds stay exact, else the mean. */
function mean(box: Counted[]): number[] {
  const total = box.reduce((sum, { count }) => sum + count, 0);
  const top = box.reduce((best, one) => (one.count > best.count ? one : best));
  if (top.count > total / 2) return channels.map((channel) => part(top.colour, channel));
  return channels.map((channel) =>
    Math.round(box.reduce((sum, { colour, count }) => sum + part(colour, channel) * count, 0) / total),
  );
}

/** PNG specification, section 11: a header, the palette, one compressed stream of rows, the end. */
function indexed(width: number, height: number, palette: Buffer, rows: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits a pixel, by palette
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    chunk("IHDR", header),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const body = Buffer.concat([Buffer.from(type), content]);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

import jsqr from "jsqr";
import { PNG } from "pngjs";

const { default: readCode } = jsqr; // CommonJS with the types of an ES module

/** Longer sides at which a picture is looked at, as the dashboard does: a blurred photograph is read when it is small. */
const sides = [1_200, 700, 2_400];

/** The most pixels that are unpacked: some 160 MB. The size of a file says nothing of them. */
const pixelsMax = 40_000_000;

type Picture = { width: number; height: number; data: Uint8ClampedArray };

/** Whether bytes begin as a picture in PNG does. Source: PNG specification, "PNG signature". */
export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(signature);

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * What the QR code in a picture says; null where none is found.
 *
 * @param bytes a picture in PNG
 * @throws Error for one that cannot be unpacked, or is too large to be
 */
export function textInPicture(bytes: Buffer): string | null {
  // width and height stand at fixed places of the first chunk
  const [width, height] = bytes.length < 24 ? [0, 0] : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width * height > pixelsMax) throw new Error(`it has more than ${pixelsMax / 1_000_000} million pixels`);
  const picture = onWhite(PNG.sync.read(bytes));
  for (const side of sides) {
    const { data, width, height } = shrunk(picture, side);
    const found = readCode(data, width, height);
    if (found && found.data !== "") return found.data;
  }
  return null;
}

/** The picture on white paper: what is transparent would be read as black. */
function onWhite({ width, height, data }: PNG): Picture {
  const painted = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += 4) {
    const opacity = (data[at + 3] ?? 0) / 255;
    for (let part = 0; part < 3; part += 1) painted[at + part] = (data[at + part] ?? 0) * opacity + 255 * (1 - opacity);
    painted[at + 3] = 255;
  }
  return { width, height, data: painted };
}

/** The picture with a longer side of at most `side`; each pixel is the mean of those that it stands for. */
function shrunk(picture: Picture, side: number): Picture {
  const scale = Math.max(1, Math.max(picture.width, picture.height) / side);
  if (scale === 1) return picture;
  const [width, height] = [picture.width, picture.height].map((pixels) => Math.max(1, Math.floor(pixels / scale)));
  if (!width || !height) return picture;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.floor(x * scale), Math.floor((x + 1) * scale)];
      const [top, bottom] = [Math.floor(y * scale), Math.floor((y + 1) * scale)];
      for (let part = 0; part < 3; part += 1) {
        let sum = 0;
        for (let row = top; row < bottom; row += 1)
          for (let column = left; column < right; column += 1)
            sum += picture.data[(row * picture.width + column) * 4 + part] ?? 255;
        data[(y * width + x) * 4 + part] = sum / ((right - left) * (bottom - top));
      }
    }
  return { width, height, data };
}

import { PNG } from "pngjs";
import { encode } from "uqr";
import { withChecksum } from "../../src/connectors/phone/qr.ts";

/** The text of the QR code on a slip of a transfer from SCB. Source: SCB developers, "Extracting data from mini QR". */
export function slipText(transRef: string): string {
  const field = (tag: string, text: string) => `${tag}${String(text.length).padStart(2, "0")}${text}`;
  const transfer = field("00", "000001") + field("01", "014") + field("02", transRef);
  return withChecksum(field("00", transfer) + field("51", "TH"), "91");
}

/** A picture of a QR code. @param scale pixels to a module @param light the paper as red, green, blue and opacity */
export function pictureOf(text: string, scale = 8, light: readonly number[] = [255, 255, 255, 255]): Buffer {
  const { data, size } = encode(text, { border: 4 });
  const png = new PNG({ width: size * scale, height: size * scale });
  for (let y = 0; y < png.height; y += 1)
    for (let x = 0; x < png.width; x += 1) {
      const dark = data[Math.floor(y / scale)]?.[Math.floor(x / scale)];
      png.data.set(dark ? [0, 0, 0, 255] : light, (y * png.width + x) * 4);
    }
  return PNG.sync.write(png);
}

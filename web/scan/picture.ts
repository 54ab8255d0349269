import readCode from "jsqr";

/** Longer sides at which a picture is looked at: a photograph has more pixels than a code needs, and one that is blurred is read when it is small. */
const sides = [1_200, 700, 2_400];

/** What the QR code in a picture says; null where none is found. The picture stays on the device. */
export async function textIn(file: File): Promise<string | null> {
  const image = await createImageBitmap(file);
  for (const side of sides) {
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const [width, height] = [image.width, image.height].map((pixels) => Math.max(1, Math.round(pixels * scale)));
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const drawing = canvas.getContext("2d");
    if (!drawing) return null;
    drawing.fillStyle = "#ffffff"; // what is transparent in a picture would be read as black
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { data } = drawing.getImageData(0, 0, canvas.width, canvas.height);
    const found = readCode(data, canvas.width, canvas.height);
    if (found && found.data !== "") return found.data;
  }
  return null;
}

import readCode from "jsqr";

/**
 * Reads the QR code in a picture that the payer took or chose, and sends what it says as if it had been typed. The picture stays on the device. Without this
 * script the page has the field for the text alone.
 */
const camera = document.querySelector("[data-camera]") as HTMLElement; // these are in the page that loads the script
const picture = document.querySelector("#picture") as HTMLInputElement;
const code = document.querySelector("#code") as HTMLTextAreaElement;
const unread = document.querySelector("[data-unread]") as HTMLElement;

/** Longer sides at which a picture is looked at: a photograph has more pixels than a code needs, and one that is blurred is read when it is small. */
const sides = [1_200, 700, 2_400];

camera.hidden = false;
picture.addEventListener("change", () => void look());

async function look(): Promise<void> {
  const [file] = picture.files ?? [];
  if (!file) return;
  unread.hidden = true;
  const text = await textIn(file).catch(() => null); // no picture, or one that this browser cannot open
  unread.hidden = text !== null;
  if (text === null) return;
  code.value = text;
  code.form?.requestSubmit();
}

async function textIn(file: File): Promise<string | null> {
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

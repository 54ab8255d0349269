import { textIn } from "./picture.ts";

/**
 * Reads the QR code in a picture that the payer took or chose, and sends what it says as if it had been typed. The picture stays on the device. Without this
 * script the page has the field for the text alone.
 */
const camera = document.querySelector("[data-camera]") as HTMLElement; // these are in the page that loads the script
const picture = document.querySelector("#picture") as HTMLInputElement;
const code = document.querySelector("#code") as HTMLTextAreaElement;
const unread = document.querySelector("[data-unread]") as HTMLElement;

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

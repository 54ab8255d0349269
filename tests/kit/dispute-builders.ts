import { cardCharge } from "./builders.ts";
import type { Answer, TestGateway } from "./gateway.ts";

/** A disputed card charge of 1,000 baht. */
export async function aDispute(gateway: TestGateway, charge?: string): Promise<Answer["json"]> {
  const id = charge ?? (await cardCharge(gateway)).json.id;
  const { status, json } = await gateway.call("POST", `/charges/${id}/disputes`);
  if (status !== 200) throw new Error(`no dispute: ${json.message}`);
  return json;
}

/** The smallest contents that begin as a file of each type does. */
export const beginnings = {
  "image/jpeg": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00]),
  "image/png": Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff]),
  "application/pdf": Buffer.from("%PDF-1.7\n\u0000%%EOF"),
};

/** A form with one file. */
export function aFile(
  filename = "evidence.png",
  type = "image/png",
  contents: Buffer = beginnings["image/png"],
): FormData {
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(contents)], { type }), filename);
  return form;
}

/** Uploads a file as evidence. */
export const upload = (gateway: TestGateway, dispute: string, form: FormData = aFile()): Promise<Answer> =>
  gateway.call("POST", `/disputes/${dispute}/documents`, { form });

import { ApiError, addressOf, Unreachable } from "../api.ts";
import type { Mode } from "../mode.ts";

/** Upper bound of a file, as the gateway has it; a larger one is not sent. */
export const fileMax = 10 * 1024 * 1024;

/**
 * Sends a file and tells how far it is, which `fetch` cannot. Resolves when the gateway has taken it.
 *
 * @param told gets the sent part of the file, from 0 to 1
 * @param fields what goes with it
 */
export function sendFile(
  mode: Mode,
  path: string,
  file: File,
  told: (part: number) => void,
  fields: Readonly<Record<string, string>> = {},
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", addressOf(mode, path));
    request.setRequestHeader("X-Chamra-Dashboard", "1"); // pages of other origins cannot send it
    request.upload.addEventListener("progress", ({ loaded, total }) => told(total === 0 ? 0 : loaded / total));
    request.addEventListener("error", () => reject(new Unreachable()));
    request.addEventListener("load", () => {
      if (request.status === 200) return resolve();
      const { code = "unknown", message = "" } = errorOf(request.responseText);
      reject(new ApiError(request.status, code, message));
    });
    request.send(form);
  });
}

function errorOf(text: string): { code?: string; message?: string } {
  try {
    return JSON.parse(text) as { code?: string; message?: string }; // the gateway's error object
  } catch {
    return {}; // a proxy's page
  }
}

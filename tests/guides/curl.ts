import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestGateway } from "../kit/gateway.ts";

/** The requests of both guides, verbatim. */
export type GuideRequest =
  | "kplus/create-source"
  | "kplus/create-charge"
  | "kplus/create-source-and-charge"
  | "installments/create-token"
  | "installments/create-source"
  | "installments/create-charge"
  | "installments/create-source-and-charge"
  | "installments/customer-pays-interest";

const execute = promisify(execFile);

/**
 * Runs a guide's command through the shell and the real curl. Only the hosts are replaced, and the card's year,
 * which has passed; keys and ids come in as the variables that the guide names.
 */
export async function runGuide(
  { url, publicKey, secretKey }: TestGateway,
  request: GuideRequest,
  variables: Record<string, string> = {},
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape
): Promise<any> {
  const script = readFileSync(join(import.meta.dirname, `${request}.sh`), "utf8")
    .replace(/https:\/\/(api|vault)\.omise\.co/, url)
    .replace("card[expiration_year]=2024", "card[expiration_year]=2030");
  const environment = { OMISE_PUBLIC_KEY: publicKey, OMISE_SECRET_KEY: secretKey, ...variables };
  const { stdout } = await execute("bash", ["-c", script], { env: { PATH: process.env.PATH, ...environment } });
  return JSON.parse(stdout);
}

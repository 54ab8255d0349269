import { z } from "zod";
import type { CredentialField } from "../connectors/upstream.ts";
import { Refusal } from "../domain/base/errors.ts";
import type { Credentials } from "../operations/upstream/connection.ts";
import { UsageError } from "./command.ts";
import { givenJson } from "./given-json.ts";
import { askAtTerminal } from "./terminal-question.ts";

/** Flag of commands that take credentials of an upstream. */
export const credentialsFlag = {
  about: "JSON with the credentials by their names, - for standard input; without it they are asked for here.",
  takes: "file",
} as const;

const form = z.record(z.string(), z.string());

/**
 * Credentials from a file; undefined where they are to be asked for at the terminal.
 * @throws UsageError without file and terminal, Refusal `bad_request` for a file that holds something else
 */
export async function givenCredentials(file: string | undefined, help: string): Promise<Credentials | undefined> {
  if (file === undefined && !process.stdin.isTTY)
    throw new UsageError(
      "Without a terminal the credentials come from a file, or from standard input with --credentials -.",
      help,
    );
  if (file === undefined) return undefined;
  const read = form.safeParse(await givenJson(file));
  if (!read.success) throw new Refusal("bad_request", "The credentials are a JSON object of texts by their names.");
  return read.data;
}

/** Asks for credentials at the terminal; secrets are not shown while they are typed. */
export const askFor = (fields: readonly CredentialField[]): Promise<Credentials> =>
  askAtTerminal(
    fields.map(({ name, label, hint, secret, optional }) => ({
      name,
      asks: `${label.en} (${hint.en}${optional ? " May be left out." : ""})`,
      secret,
    })),
  );

import { digitsOf, isJsonObject, parseExactly } from "../../domain/base/exact-json.ts";
import type { LoggedRequest } from "../../domain/log/request.ts";

/** The request as a curl command. The key is a variable; masked values stay masked. */
export function curlOf(publicUrl: string, { method, path, keyKind, headers, requestBody }: LoggedRequest): string {
  const version = headers["omise-version"];
  const lines = [
    `curl ${quoted(publicUrl + path)}`,
    ...(method === "GET" ? ["-G"] : [`-X ${method}`]),
    `-u "$OMISE_${keyKind.toUpperCase()}_KEY:"`,
    ...(version === undefined ? [] : [`-H ${quoted(`Omise-Version: ${version}`)}`]),
    ...fieldsOf(requestBody).map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`),
  ];
  return lines.join(" \\\n  ");
}

function fieldsOf(body: string | null): [string, string][] {
  try {
    const given = parseExactly(body ?? "{}");
    return isJsonObject(given) ? membersOf("", given) : [];
  } catch {
    return []; // a body that was cut
  }
}

function membersOf(prefix: string, value: object): [string, string][] {
  return Object.entries(value).flatMap(([key, member]: [string, unknown]): [string, string][] => {
    const name = prefix === "" ? key : `${prefix}[${Array.isArray(value) ? "" : key}]`;
    return isJsonObject(member) || Array.isArray(member)
      ? membersOf(name, member)
      : [[name, digitsOf(member) ?? String(member)]];
  });
}

/** Quotes for any Unix shell: inside single quotes no character has a meaning. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

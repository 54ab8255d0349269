import { type Account, type ApiVersion, apiVersions } from "../domain/account.ts";
import { Refusal } from "../domain/errors.ts";

/**
 * The version that a request is answered in: its own header's, else the account's.
 * @throws Refusal `bad_request` for a version that we cannot shape answers for
 */
export function versionOf(header: string | undefined, account: Account | undefined): ApiVersion {
  const asked = header?.trim();
  if (!asked) return account?.apiVersion ?? "2019-05-29";
  const version = apiVersions.find((candidate) => candidate === asked);
  if (!version) throw new Refusal("bad_request", `Omise-Version must be ${apiVersions.join(" or ")}`);
  return version;
}

/** An answer as its version has it. Presenters make the newest form; the older is made from that. */
export function inVersion(answer: object, version: ApiVersion): object {
  return version === "2019-05-29" ? answer : answer;
}

import { type Account, type ApiVersion, apiVersions } from "../domain/account.ts";
import { Refusal } from "../domain/errors.ts";
import type { Shape } from "./shapes/shape.ts";
import { shapeIn2017, to2017 } from "./versions/2017-11-02.ts";

export const newestVersion: ApiVersion = "2019-05-29";

/**
 * The version that a request is answered in: its own header's, else the account's.
 * @throws Refusal `bad_request` for a version that we cannot shape answers for
 */
export function versionOf(header: string | undefined, account: Account | undefined): ApiVersion {
  const asked = header?.trim();
  if (!asked) return account?.apiVersion ?? newestVersion;
  const version = apiVersions.find((candidate) => candidate === asked);
  if (!version) throw new Refusal("bad_request", `Omise-Version must be ${apiVersions.join(" or ")}`);
  return version;
}

/**
 * An answer as its version has it. Presenters make the newest form; the older is made from that.
 * An event is left as it is: it was given the form of its own version, and keeps it whoever asks.
 */
export function inVersion(answer: object, version: ApiVersion): object {
  return version === "2017-11-02" ? to2017(answer) : answer;
}

/** The shape that `inVersion` gives to answers of this shape. */
export function shapeInVersion(shape: Shape, version: ApiVersion): Shape {
  return version === "2017-11-02" ? shapeIn2017(shape) : shape;
}

import { Refusal } from "../../domain/base/errors.ts";
import { type Account, type ApiVersion, apiVersions } from "../../domain/merchant/account.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { resources } from "../resources.ts";
import { formIn, type OlderVersion, olderVersion } from "./form.ts";
import type { Shape } from "./shape.ts";

export const newestVersion = "2019-05-29";

/** The oldest version in which lists say how they are ordered. */
const listsSayOrderSince: ApiVersion = "2015-11-17";

/** How answers are written in each version but the newest, whose form presenters make. */
const olderVersions = new Map(
  apiVersions.filter((version) => version < newestVersion).map((version) => [version, olderVersionOf(version)]),
);

function olderVersionOf(version: ApiVersion): OlderVersion {
  const forms = Object.entries(resources).flatMap(([name, { older }]) => {
    const form = formIn(older, version);
    return form ? [[name, form] as const] : [];
  });
  return olderVersion(new Map(forms), version >= listsSayOrderSince);
}

/**
 * The version that a request is answered in: its own header's, else the account's. Clients send dates on which there was no version: the nearest one
 * before it is meant, and where there is none the account's.
 * @throws Refusal `bad_request` for what is no date
 */
export function versionOf(header: string | undefined, account: Account | undefined): ApiVersion {
  const asked = header?.trim();
  const standard = account?.apiVersion ?? newestVersion;
  if (!asked) return standard;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asked)) {
    throw new Refusal("bad_request", `Omise-Version must be a date such as ${newestVersion}`);
  }
  return apiVersions.findLast((version) => version <= asked) ?? standard;
}

/**
 * An answer as its version has it. Presenters make the newest form; the older is made from that.
 * An event is left as it is: it was given the form of its own version, and keeps it whoever asks.
 */
export const inVersion = (answer: object, version: ApiVersion, methods: Methods): object =>
  olderVersions.get(version)?.answer(answer, methods) ?? answer;

/** The shape that `inVersion` gives to answers of this shape. */
export const shapeInVersion = (shape: Shape, version: ApiVersion): Shape =>
  olderVersions.get(version)?.shape(shape) ?? shape;

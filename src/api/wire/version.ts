import { Refusal } from "../../domain/base/errors.ts";
import { type Account, type ApiVersion, apiVersions } from "../../domain/merchant/account.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { resources } from "../resources.ts";
import { formIn, type OlderVersion, olderVersion } from "./form.ts";
import type { Resource } from "./resource.ts";
import type { Shape } from "./shape.ts";

export const newestVersion = "2019-05-29";

/** The oldest version in which lists state their order. */
const listsSayOrderSince: ApiVersion = "2015-11-17";

/** Keys that `expand` replaces. Older versions give them no other names. */
const references = new Set(Object.values<Resource>(resources).flatMap(({ expands = {} }) => Object.keys(expands)));

/** Older versions; presenters make the newest form. */
const olderVersions = new Map(
  apiVersions.filter((version) => version < newestVersion).map((version) => [version, olderVersionOf(version)]),
);

function olderVersionOf(version: ApiVersion): OlderVersion {
  const forms = Object.entries(resources).flatMap(([name, { older }]) => {
    const form = formIn(older, version);
    return form ? [[name, form] as const] : [];
  });
  return olderVersion(new Map(forms), references, version >= listsSayOrderSince);
}

/**
 * The version of an answer: from the request's header, else the account's. Clients send dates that are no version: the latest version before the
 * date is taken, and before all of them the first.
 * @throws Refusal `bad_request` for a text that is no date
 */
export function versionOf(header: string | undefined, account: Account | undefined): ApiVersion {
  const asked = header?.trim();
  if (!asked) return account?.apiVersion ?? newestVersion;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(asked)) {
    throw new Refusal("bad_request", `Omise-Version must be a date such as ${newestVersion}`);
  }
  return apiVersions.findLast((version) => version <= asked) ?? apiVersions[0];
}

/**
 * An answer in its version. Presenters make the newest form; the older one is made from that.
 * An event stays as it is: it has the form of its own version, for every caller.
 */
export const inVersion = (answer: object, version: ApiVersion, methods: Methods): object =>
  olderVersions.get(version)?.answer(answer, methods) ?? answer;

/** The shape of answers after `inVersion`. */
export const shapeInVersion = (shape: Shape, version: ApiVersion): Shape =>
  olderVersions.get(version)?.shape(shape) ?? shape;

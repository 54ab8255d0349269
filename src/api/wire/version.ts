import { z } from "zod";
import { Refusal } from "../../domain/base/errors.ts";
import { type Account, type ApiVersion, apiVersions } from "../../domain/merchant/account.ts";
import type { Methods } from "../../domain/payment/method-list.ts";
import { version2014 } from "../versions/2014-07-27.ts";
import { version2015 } from "../versions/2015-11-17.ts";
import { type forms2017, version2017 } from "../versions/2017-11-02.ts";
import type { OlderVersion } from "../versions/form.ts";
import type { Shape } from "./shape.ts";

export const newestVersion = "2019-05-29";

/** How answers are written in each version but the newest, whose form presenters make. */
const olderVersions: Record<Exclude<ApiVersion, typeof newestVersion>, OlderVersion> = {
  "2014-07-27": version2014,
  "2015-11-17": version2015,
  "2017-11-02": version2017,
};

const olderOf = (version: ApiVersion): OlderVersion | undefined =>
  version === newestVersion ? undefined : olderVersions[version];

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
  olderOf(version)?.answer(answer, methods) ?? answer;

/** The shape that `inVersion` gives to answers of this shape. */
export const shapeInVersion = (shape: Shape, version: ApiVersion): Shape => olderOf(version)?.shape(shape) ?? shape;

/** The envelopes that events had in older versions. They differ in what they carry only, so the type of one does for all. */
export const olderEventSchema = z.union(
  Object.values(olderVersions).map(({ event }) => event.schema),
) as unknown as typeof forms2017.event.schema;

/** The envelope of an event in the version that it was stored in. */
export const eventInVersion = (newest: object, version: string): object =>
  olderOf(version as ApiVersion)?.event.of(newest as never) ?? newest; // stored with one of ours

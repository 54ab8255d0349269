import { z } from "zod";
import { failureCodes } from "../../domain/payment/failure.ts";
import { reasonCodes } from "../../domain/upstream/route-reason.ts";

export const id = (prefix: string) => z.string().regex(new RegExp(`^${prefix}_(test_)?[0-9a-z]{19}$`));
/** An id, or the object itself if it was asked for with `expand`. */
export const expandable = (prefix: string, object: z.ZodType) =>
  z.union([id(prefix), object]) as unknown as z.ZodString; // for callers that do not expand, such as the dashboard, it is an id
export const time = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const currency = z.string().regex(/^[A-Z]{3}$/);
export const minor = z.int();
export const failureWords = z.enum(failureCodes).meta({ description: "The code whose words say what this one means." });
/** Why a payment goes to an upstream, or why not, with the values that its sentence has. */
export const routeReason = z
  .object({ code: z.enum(reasonCodes) })
  .catchall(z.union([z.string(), z.number()]))
  .meta({ description: "The code, and what its sentence names: routes by their number, amounts in minor units." });
export const metadata = z.record(z.string(), z.unknown());

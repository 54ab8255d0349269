import type { z } from "zod";
import type { methodShape } from "../../../src/api/merchant/method.shape.ts";

/** A payment method, and where the account stands with it. */
export type Method = z.output<typeof methodShape.schema>;

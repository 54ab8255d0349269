import type { z } from "zod";
import type { methodShape } from "../../../src/api/merchant/method.shape.ts";

/** A payment method, and its state for the account. */
export type Method = z.output<typeof methodShape.schema>;

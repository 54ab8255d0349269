import { z } from "zod";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

export const toolsShape = {
  name: "test_tools",
  schema: z.object({
    object: z.literal("test_tools"),
    account: z.string(),
    public_key: z.string().nullable().meta({ description: "One that works; null where there is none." }),
    webhook_secret: z.string().meta({ description: "Base64; its bytes are the key of the signature." }),
    now: value.time.meta({ description: "The account's time." }),
  }),
} satisfies Shape;

export const presentTools = (tools: { account: string; publicKey: string | null; secret: string; now: number }) => ({
  object: "test_tools" as const,
  account: tools.account,
  public_key: tools.publicKey,
  webhook_secret: tools.secret,
  now: wireTime(tools.now),
});

import { z } from "zod";
import { wallets, walletTypes } from "../../domain/card/wallet.ts";
import type { WalletStanding } from "../../operations/card/wallet.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

/** The wallets from which cards are taken, and whether the account takes them. */
export const walletsShape = {
  name: "wallets",
  schema: z.object({
    object: z.literal("wallets"),
    data: z.array(
      z.object({
        object: z.literal("wallet"),
        type: z.enum(walletTypes),
        name: z.object({ en: z.string(), th: z.string() }),
        enabled: z.boolean(),
        enabled_at: value.time.nullable(),
        ready: z.boolean().meta({ description: "Whether this server has the wallet's keys in this mode." }),
      }),
    ),
  }),
} satisfies Shape;

export const presentWallets = (standings: readonly WalletStanding[]) => ({
  object: "wallets" as const,
  data: standings.map(({ wallet, enabled, since, ready }) => ({
    object: "wallet" as const,
    type: wallet,
    name: wallets[wallet],
    enabled,
    enabled_at: since === null ? null : wireTime(since),
    ready,
  })),
});

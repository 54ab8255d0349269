import { switchWallet, walletStandings } from "../../operations/card/wallet.ts";
import { dashboardEndpoint } from "../wire/endpoint.ts";
import { presentWallets, walletsShape } from "./wallet.shape.ts";

const details = {
  tag: "Dashboard: payment methods",
  returns: walletsShape,
  present: presentWallets,
} as const;

export const walletEndpoints = [
  dashboardEndpoint({
    ...details,
    method: "GET",
    path: "/wallets",
    right: "view",
    summary: "List all wallets",
    description: "The wallets from which cards can be taken as tokens, and whether the account takes them.",
    refuses: [],
    run: async ({ gateway, account }) => walletStandings(gateway, account),
  }),
  ...(["enable", "disable"] as const).map((verb) =>
    dashboardEndpoint({
      ...details,
      method: "POST",
      path: `/wallets/:wallet/${verb}`,
      right: "methods",
      summary: verb === "enable" ? "Enable a wallet" : "Disable a wallet",
      description:
        verb === "enable"
          ? "Takes cards from it from now on, where this server has its keys."
          : "It disappears from the capability, and what it hands over is refused from now on. Tokens that were made stay good.",
      refuses: ["bad_request", "not_found"],
      run: async ({ gateway, account, params }) =>
        switchWallet(gateway, account, params["wallet"] ?? "", verb === "enable"),
    }),
  ),
];

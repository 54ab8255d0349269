import { enablementOf } from "../domain/merchant/enablement.ts";
import { decide } from "../operations/merchant/approval.ts";
import { namedMethod, request } from "../operations/merchant/method.ts";
import { command } from "./command.ts";
import { recorded } from "./upstream.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

export const methodCommands = [
  command({
    name: "method enable",
    about: "Switches a payment method on for an account; in live mode this is the operator's approval, too.",
    args: {
      account: { about: "The account's id, `account_…`." },
      method: { about: "Its type, such as promptpay." },
    },
    flags: {
      "accept-terms": {
        about: "Version of the terms that the merchant has accepted; they stand on the dashboard's page of methods.",
        takes: "version",
        required: true,
      },
    },
    json: true,
    run: ({ args, flags, config }) =>
      besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const gateway = recorded(assembly, owner, "chamra method enable");
        const method = namedMethod(gateway, owner, args.method);
        const waits = enablementOf(owner, method.type).state === "requested";
        if (!waits) await request(gateway, owner, method.type, flags["accept-terms"]);
        if (owner.livemode) await decide(gateway, owner.id, method.type, { decision: "approve" });
        return {
          text: `${method.label.en} is switched on for ${owner.id}.\n`,
          json: { account: owner.id, method: method.type, state: "enabled" },
        };
      }),
  }),
];

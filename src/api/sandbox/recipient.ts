import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import { activateRecipient, getRecipient } from "../../operations/payout/recipient.ts";
import { presentRecipient, recipientShape } from "../payout/recipient.shape.ts";
import { endpoint } from "../wire/endpoint.ts";

/** What members do to a recipient in the dashboard, and programs of merchants nowhere else. */
export const recipientControlEndpoints = [
  endpoint({
    tag: "Test control",
    auth: "secret",
    method: "POST",
    path: "/test/recipients/:id/deactivate",
    summary: "Deactivate a test recipient",
    description: "As a member does in the dashboard: no money is paid out to it any more.",
    returns: recipientShape,
    refuses: ["bad_request", "not_found"],
    run: async ({ gateway, caller, params }) => {
      await getRecipient(gateway, caller.account.id, params.id); // another account's is not found, in either mode
      mustBeTest(caller.account, "this");
      return activateRecipient(gateway, caller, params.id, false);
    },
    present: presentRecipient,
  }),
];

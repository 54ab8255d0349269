import type { FastifyInstance, FastifyRequest } from "fastify";
import { faults } from "../connectors/misbehaviour.ts";
import type { Account } from "../domain/account.ts";
import { Refusal } from "../domain/errors.ts";
import type { Gatekeeper } from "../operations/authenticate.ts";
import type { Gateway } from "../operations/gateway.ts";
import { behave, misbehave, misbehaving } from "../operations/misbehaviour.ts";
import { fieldsIn } from "./form-fields.ts";

/**
 * /simulators/misbehaviour: GET what goes wrong, POST `target` and `fault` to let it, DELETE `target` to end it (of all, where none is named).
 * It takes a secret test key, since it disturbs test mode for everybody.
 */
export function registerMisbehaviour(app: FastifyInstance, gateway: Gateway, gatekeeper: Gatekeeper): void {
  const path = "/simulators/misbehaviour";
  const list = () => ({ object: "list", data: misbehaving(gateway) });

  app.get(path, async (request) => {
    await testAccount(gatekeeper, request);
    return list();
  });

  app.post(path, async (request) => {
    const account = await testAccount(gatekeeper, request);
    const { target, fault: named } = fieldsIn(request.body);
    const fault = faults.find((each) => each === named);
    if (!target || !fault)
      throw new Refusal(
        "bad_request",
        `needs a target (a reference, a charge's id, or *) and a fault: ${faults.join(", ")}`,
      );
    await misbehave(gateway, account, target, fault);
    return list();
  });

  app.delete(path, async (request) => {
    const account = await testAccount(gatekeeper, request);
    await behave(gateway, account, fieldsIn(request.body)["target"]);
    return list();
  });
}

async function testAccount(gatekeeper: Gatekeeper, { headers, ip }: FastifyRequest): Promise<Account> {
  const basic = /^Basic\s+(\S+)$/i.exec(headers.authorization ?? "")?.[1] ?? "";
  const [key = ""] = Buffer.from(basic, "base64").toString("utf8").split(":", 1);
  const { account } = await gatekeeper.admit(key, ["secret"], ip);
  if (account.livemode)
    throw new Refusal("authentication_failure", "only the banks of test mode can be made to misbehave");
  return account;
}

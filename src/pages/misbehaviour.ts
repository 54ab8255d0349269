import type { FastifyInstance } from "fastify";
import { Refusal } from "../domain/base/errors.ts";
import type { Account } from "../domain/merchant/account.ts";
import type { Gateway } from "../operations/gateway.ts";
import { answerFaults, behave, misbehave, misbehaving } from "../operations/sandbox/faults.ts";
import { fieldsIn } from "./form-fields.ts";
import { type KeyDoor, testAccountOf } from "./test-key.ts";

/**
 * /simulators/misbehaviour, an older and shorter door to the rules of /test/rules: GET lists the faults, POST `target` and `fault` starts one, DELETE `target` ends it (all, if none is named).
 * It takes a secret test key, and only payments of that key's account are affected.
 */
export function registerMisbehaviour(app: FastifyInstance, gateway: Gateway, door: KeyDoor): void {
  const path = "/simulators/misbehaviour";
  const list = async (account: Account) => {
    const data = (await misbehaving(gateway, account)).map(({ target, fault }) => ({ target, fault }));
    return { object: "list", data };
  };

  app.get(path, door.keyedRoute, async (request) => list(await testAccountOf(door, request)));

  app.post(path, door.keyedRoute, async (request) => {
    const account = await testAccountOf(door, request);
    const { target, fault: named } = fieldsIn(request.body);
    const fault = answerFaults.get(named ?? "");
    if (!target || !fault)
      throw new Refusal(
        "bad_request",
        `needs a target (a reference, a charge's id, or *) and a fault: ${[...answerFaults.keys()].join(", ")}`,
      );
    await misbehave(gateway, account, target, fault);
    return list(account);
  });

  app.delete(path, door.keyedRoute, async (request) => {
    const account = await testAccountOf(door, request);
    await behave(gateway, account, fieldsIn(request.body)["target"]);
    return list(account);
  });
}

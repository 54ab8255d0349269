import { expect, test } from "vitest";
import { kplusCharge } from "../../tests/kit/builders.ts";
import { signedIn } from "../../tests/kit/dashboard.ts";
import { aGateway } from "../../tests/kit/gateway.ts";
import { aReceiver } from "../../tests/kit/receiver.ts";
import { parseExactly } from "../domain/base/exact-json.ts";
import { eventKeys } from "../domain/event/event.ts";
import { bodyOf, keysMatching } from "./listen.ts";

test("what is forwarded is what an endpoint got, byte by byte, in every version, though the event now has tries", async () => {
  const receiver = await aReceiver();
  const gateway = await aGateway({ environment: { CHAMRA_WEBHOOK_URL: receiver.url } });
  const owner = await signedIn(gateway, "owner");
  const exact = { metadata: { order: "1546130668394913822", name: "สองชาม" } };
  for (const version of ["2019-05-29", "2017-11-02"]) {
    await owner.test.post("/settings", { api_version: version });
    await kplusCharge(gateway, exact);
    await gateway.advance(0);
    const sent = receiver.received.at(-1);
    const { text } = await gateway.call("GET", `/events/${sent?.json.id}`);
    expect(bodyOf(parseExactly(text)), version).toBe(sent?.text);
  }
});

test("events are chosen by their keys or by patterns, all where none is named", () => {
  expect([...keysMatching(["refund.create"])]).toEqual(["refund.create"]);
  expect([...keysMatching(["charge.*"])]).toEqual(Object.keys(eventKeys).filter((key) => key.startsWith("charge.")));
  expect([...keysMatching(["*.destroy", "link.create"])]).toContain("transfer.destroy");
  expect(keysMatching([]).size).toBe(Object.keys(eventKeys).length);
  expect(() => keysMatching(["charge.creat"])).toThrow(
    'No event is called "charge.creat". Did you mean "charge.create"?',
  );
});

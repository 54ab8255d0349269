import { expect, test } from "vitest";
import { kplusCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";

test.each([["GET", "/integrations/trxn_1", "integrations are not supported by Chamra yet"]])(
  "%s %s is no service here, and a header says that the original has it",
  async (method, path, hint) => {
    const gateway = await aGateway();
    const { status, json, headers } = await gateway.call(method, path);
    const [address] = path.split("?");
    expect([status, json.code]).toEqual([404, "service_not_found"]);
    expect(json.message).toBe(`the service ${method} ${address} was not found`);
    expect(headers.get("chamra-hint")).toBe(hint);
  },
);

test("a feature that the original lacks, too, gets no such header", async () => {
  const gateway = await aGateway();
  for (const path of ["/nothing", "/charges/chrg_test_1/nothing"]) {
    expect((await gateway.call("GET", path)).headers.get("chamra-hint")).toBeNull();
  }
  const unknown = await kplusCharge(gateway, { source: { type: "carrier_pigeon" } });
  expect(unknown.json.message).toBe("type is currently not supported");
  expect(unknown.headers.get("chamra-hint")).toBeNull();
});

test.each(["internet_banking_scb", "installment_ezypay", "bkash"])(
  "a source of %s is refused as an unknown type is, and named in a header",
  async (type) => {
    const gateway = await aGateway();
    const { json, headers } = await kplusCharge(gateway, { source: { type } });
    expect([json.code, json.message]).toEqual(["bad_request", "type is currently not supported"]);
    expect(headers.get("chamra-hint")).toBe(`the source type ${type} is not supported by Chamra yet`);
  },
);

import { expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aBalance, aPayee, aRecipient, aTransfer } from "../kit/payout-builders.ts";

const keysOf = async (gateway: TestGateway, about: string): Promise<string[]> => {
  const { json } = await gateway.call("GET", "/events?limit=100");
  return json.data
    .filter((event: { data: { id: string } }) => event.data.id === about)
    .map(({ key }: { key: string }) => key);
};

test("an account has a verified default recipient from its beginning in test mode, and none in live mode", async () => {
  const gateway = await aGateway();
  const { json } = await gateway.call("GET", "/recipients");
  expect(json.data).toMatchObject([
    {
      default: true,
      verified: true,
      active: true,
      name: "owner@example.com",
      description: "Default recipient",
      bank_account: { account_number: "123456789", last_digits: "6789", brand: "Test Bank", bank_code: "test" },
    },
  ]);
  const live = await gateway.call("GET", "/recipients", { key: gateway.liveSecretKey });
  expect(live.json.data).toEqual([]);
  const refused = await gateway.call("DELETE", json.data[0].location);
  expect([refused.status, refused.json.code]).toEqual([422, "failed_deletion"]);
});

test("a recipient is as the recording shows one, and is verified and activated by request", async () => {
  const gateway = await aGateway();
  const { status, json } = await aRecipient(gateway);
  expect(status).toBe(200);
  expect(json).toMatchObject({
    object: "recipient",
    deleted: false,
    bank_account: {
      object: "bank_account",
      last_digits: "7890",
      account_number: "1234567890",
      name: "Somchai Prasert",
      type: null,
      brand: "Siam Commercial Bank",
      bank_code: "scb",
      branch_code: null,
    },
    active: false,
    default: false,
    verified: false,
    failure_code: null,
    tax_id: "",
    type: "individual",
    schedule: null,
    metadata: {},
    verified_at: null,
    activated_at: null,
  });
  const verified = (await gateway.call("PATCH", `/recipients/${json.id}/verify`)).json;
  expect(verified).toMatchObject({ verified: true, active: true });
  expect(verified.verified_at).toBe(verified.activated_at);
  expect(await keysOf(gateway, json.id)).toEqual(["recipient.create", "recipient.verify", "recipient.activate"]);
});

test("a recipient is verified by itself after a day, and active then only where the account wants it", async () => {
  const gateway = await aGateway();
  const { json } = await aRecipient(gateway);
  await gateway.advance(days(1) - 1_000);
  expect((await gateway.call("GET", json.location)).json.verified).toBe(false);
  await gateway.advance(1_000);
  expect((await gateway.call("GET", json.location)).json).toMatchObject({ verified: true, active: false });
  const [account] = await gateway.gateway.store.account.all();
  if (!account) throw new Error("no account");
  await gateway.gateway.store.save({
    update: { accounts: [{ ...account, version: account.version + 1, autoActivateRecipients: true }] },
  });
  const { json: second } = await aRecipient(gateway);
  await gateway.advance(days(1));
  expect((await gateway.call("GET", second.location)).json).toMatchObject({ verified: true, active: true });
});

test.each([
  ["0000000001", "name_mismatch"],
  ["0000000002", "account_not_found"],
  ["0000000003", "bank_not_found"],
])("the bank account %s of test mode is not verified: %s", async (number, failure) => {
  const gateway = await aGateway();
  const { json } = await aRecipient(gateway, { bank_account: { brand: "kbank", number, name: "Nobody" } });
  await gateway.advance(days(1));
  expect((await gateway.call("GET", json.location)).json).toMatchObject({ verified: false, failure_code: failure });
  const again = await gateway.call("PATCH", `/recipients/${json.id}/verify`);
  expect(again.json).toMatchObject({ verified: false, active: false, failure_code: failure });
  expect(await keysOf(gateway, json.id)).not.toContain("recipient.verify");
});

test("another bank account has to be verified anew, other changes leave a recipient verified", async () => {
  const gateway = await aGateway();
  const id = await aPayee(gateway);
  const patch = (body: object) => gateway.call("PATCH", `/recipients/${id}`, { body: body as Record<string, unknown> });
  const renamed = await patch({ name: "Somsri", email: "", metadata: { team: "a" } });
  expect(renamed.json).toMatchObject({
    name: "Somsri",
    email: null,
    verified: true,
    active: true,
    metadata: { team: "a" },
  });
  const empty = { brand: "", number: "", name: "" }; // what the official Go library sends where a program changes another thing
  expect((await patch({ name: "", type: "", description: "kept", bank_account: empty })).json).toMatchObject({
    verified: true,
    description: "kept",
    bank_account: { last_digits: "7890" },
  });
  const moved = await patch({ bank_account: { bank_code: "004", number: "111-222-3333", name: "Somsri" } });
  expect(moved.json).toMatchObject({
    verified: false,
    active: false,
    verified_at: null,
    activated_at: null,
    bank_account: { account_number: "1112223333", bank_code: "kbank", brand: "Kasikornbank" },
  });
  expect((await keysOf(gateway, id)).slice(-2)).toEqual(["recipient.update", "recipient.update"]);
});

const whole = { name: "Somchai", type: "individual" };
const at = (patch: object) => ({ ...whole, bank_account: { brand: "scb", number: "1234567890", name: "S", ...patch } });
test.each([
  [{ ...at({}), name: undefined }, "invalid_recipient", "name can't be blank"],
  [{ ...at({}), type: undefined }, "invalid_recipient", "type can't be blank"],
  [{ ...at({}), type: "robot" }, "bad_request", "type must be individual or corporation"],
  [whole, "invalid_recipient", "bank_account can't be blank"],
  [at({ brand: "gringotts" }), "invalid_bank_account", "bank_account brand is not supported"],
  [at({ number: "12" }), "invalid_bank_account", "bank_account number is invalid"],
  [
    at({ number: "", name: "" }),
    "invalid_bank_account",
    "bank_account number can't be blank and bank_account name can't be blank",
  ],
])("%j is refused with %s", async (body, code, message) => {
  const gateway = await aGateway();
  const { status, json } = await gateway.call("POST", "/recipients", { body: body as Record<string, unknown> });
  expect([status, json.code, json.message]).toEqual([400, code, message]);
});

test("a deleted recipient is not found, and what should be sent to it fails", async () => {
  const gateway = await aGateway();
  await aBalance(gateway);
  const id = await aPayee(gateway);
  const { json: transfer } = await aTransfer(gateway, { recipient: id });
  expect((await gateway.call("DELETE", `/recipients/${id}`)).json).toMatchObject({ id, deleted: true });
  for (const method of ["GET", "PATCH", "DELETE"])
    expect((await gateway.call(method, `/recipients/${id}`)).json.code, method).toBe("not_found");
  const { json: found } = await gateway.call("GET", "/recipients/search?filters[deleted]=true");
  expect(found.data.map((each: { id: string }) => each.id)).toEqual([id]);
  expect((await gateway.call("GET", "/recipients/search")).json.total).toBe(1);
  await gateway.advance(days(1));
  expect((await gateway.call("GET", transfer.location)).json).toMatchObject({
    sent: false,
    failure_code: "invalid_recipient",
    transactions: [],
  });
});

test("in live mode nobody can verify a recipient, and the test bank is unknown", async () => {
  const gateway = await aGateway();
  const key = gateway.liveSecretKey;
  const { json } = await gateway.call("POST", "/recipients", { key, body: at({}) });
  const verified = await gateway.call("PATCH", `/recipients/${json.id}/verify`, { key });
  expect([verified.status, verified.json.code]).toEqual([400, "invalid_recipient"]);
  await gateway.advance(days(3));
  expect((await gateway.call("GET", json.location, { key })).json.verified).toBe(false);
  const test = await gateway.call("POST", "/recipients", { key, body: at({ brand: "test" }) });
  expect(test.json.code).toBe("invalid_bank_account");
});

test("older versions show a recipient with the code of its bank, and a deleted one shortly", async () => {
  const gateway = await aGateway();
  const { json } = await aRecipient(gateway);
  const headers = { "Omise-Version": "2017-11-02" };
  const { json: older } = await gateway.call("GET", json.location, { headers });
  expect(Object.keys(older).slice(0, 13).join()).toBe(
    "object,id,livemode,location,verified,active,name,email,description,type,tax_id,bank_account,failure_code",
  );
  expect(Object.keys(older.bank_account).slice(0, 5).join()).toBe("object,brand,last_digits,name,created");
  expect(older.bank_account.brand).toBe("scb");
  const { json: deleted } = await gateway.call("DELETE", json.location, { headers });
  expect(deleted).toEqual({ object: "recipient", id: json.id, livemode: false, deleted: true });
});

test("a recipient is found by the name, the mail and the digits of the bank account", async () => {
  const gateway = await aGateway();
  const { json } = await aRecipient(gateway);
  for (const query of ["query=Somchai", "query=7890", "filters[bank_last_digits]=7890", "filters[verified]=false"]) {
    const { json: found } = await gateway.call("GET", `/search?scope=recipient&${query}`);
    expect(
      found.data.map((each: { id: string }) => each.id),
      query,
    ).toEqual([json.id]);
  }
});

import { describe, expect, test } from "vitest";
import { aSecondMerchant, installmentCharge } from "../../../tests/kit/builders.ts";
import { aGateway, type TestGateway } from "../../../tests/kit/gateway.ts";
import { addFault } from "../../../tests/kit/rules.ts";
import { anAuthentication, transactionOf } from "../../../tests/kit/three-ds.ts";
import { areqOf } from "../../connectors/three-ds/request.ts";
import { ares, encode, erro, rreq } from "../../connectors/three-ds/wire.ts";

const areq = (number?: string) => areqOf(anAuthentication(number));
const id = areq().threeDSServerTransID;

test("a 3DS Server of somebody else goes through a challenge over HTTP alone", async () => {
  const gateway = await aGateway();
  const answer = ares.parse((await post(gateway, areq())).json);
  expect(answer).toMatchObject({ transStatus: "C", threeDSServerTransID: id, acsURL: `${gateway.publicUrl}/acs` });
  expect(await post(gateway, areq())).toMatchObject({ json: answer });
  expect(await results(gateway)).toMatchObject({ status: 404, json: { messageType: "Erro", errorCode: "403" } });

  const opened = await form(gateway, "/acs", { creq: creqOf(answer.acsTransID), threeDSSessionData: "my-session" });
  expect(opened.status).toBe(303);
  const challenge = `/${opened.headers.get("location")}`;
  const { text } = await gateway.call("GET", challenge, { key: null });
  const [, code] = /<strong class="code">(\d{6})</.exec(text) ?? [];
  const entered = await form(gateway, `${challenge}/code`, { code, turn: "0" });
  expect([entered.status, entered.headers.get("location")]).toEqual([303, `../${answer.acsTransID}`]);
  const { text: over } = await gateway.call("GET", challenge, { key: null });
  expect(over).toContain(`action="${areq().notificationURL}"`);
  expect(over).toContain('name="threeDSSessionData" value="my-session"');

  const { status, json } = await results(gateway);
  expect(status).toBe(200);
  expect(rreq.parse(json)).toMatchObject({ transStatus: "Y", eci: "05", authenticationMethod: "02" });
});

test("a card that is not challenged has its result at once", async () => {
  const gateway = await aGateway();
  expect((await post(gateway, areq("4999000400070004"))).json).toMatchObject({ transStatus: "Y", eci: "05" });
  expect((await results(gateway)).json).toMatchObject({ messageType: "RReq", transStatus: "Y" });
});

test("a message that is no AReq gets a description of its fault", async () => {
  const gateway = await aGateway();
  const { acctNumber: _, ...without } = areq();
  for (const [message, errorCode, errorDetail] of [
    [without, "201", "acctNumber"],
    [{ ...areq(), purchaseAmount: "12.50" }, "203", "purchaseAmount"],
    [[], "201", "the whole message"],
    ["AReq", "101", "the whole message"],
    [null, "101", "the whole message"],
  ] as const) {
    const { status, json } = await post(gateway, message);
    expect(status).toBe(200); // by the protocol errors too have 200
    expect(erro.parse(json)).toMatchObject({ errorCode, errorDetail });
  }
  const { json } = await gateway.call("POST", "/3ds/areq", { body: { acctNumber: "4242" } });
  expect(erro.parse(json)).toMatchObject({ errorCode: "101" });
  expect((await results(gateway)).json).toMatchObject({ errorCode: "301" });
});

test("the gateway's own transactions are answered too, with faults if set", async () => {
  const gateway = await aGateway();
  const { json: charge } = await installmentCharge(gateway);
  const path = new URL(charge.authorize_uri).pathname;
  await gateway.call("GET", path, { key: null, headers: { accept: "text/html" } });
  const own = `/3ds/results/${await transactionOf(gateway, charge.id)}`;
  expect((await gateway.call("GET", own)).json).toMatchObject({ errorCode: "403" });
  await addFault(gateway, "answer_nonsense");
  const headers = { authorization: `Basic ${Buffer.from(`${gateway.secretKey}:`).toString("base64")}` };
  const response = await fetch(`${gateway.url}${own}`, { headers });
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("502 Bad Gateway")]);
});

describe("a stranger", () => {
  const stored = async ({ gateway }: TestGateway) =>
    Promise.all([id, `acs/${id}`].map((key) => gateway.store.simulatedBank.get("three-ds", key)));

  test("without a secret test key asks no issuer and learns no result, and nothing is kept of what they send", async () => {
    const gateway = await aGateway();
    for (const key of [null, "skey_test_unknown", gateway.publicKey, gateway.liveSecretKey]) {
      const { status, json } = await gateway.call("POST", "/3ds/areq", { key, json: areq() });
      expect([status, json.code], String(key)).toEqual([401, "authentication_failure"]);
      expect((await gateway.call("GET", `/3ds/results/${id}`, { key })).status).toBe(401);
    }
    expect((await results(gateway)).json).toMatchObject({ errorCode: "301" });
    expect(await stored(gateway)).toEqual([undefined, undefined]);
  });

  test("with the key of another account neither meets a transaction nor takes its place", async () => {
    const gateway = await aGateway();
    const { secretKey: key } = await aSecondMerchant(gateway);
    const theirs = ares.parse((await gateway.call("POST", "/3ds/areq", { key, json: areq("4999000400070004") })).json);
    expect(theirs.transStatus).toBe("Y");
    expect((await results(gateway)).json).toMatchObject({ errorCode: "301" });
    const ours = ares.parse((await post(gateway, areq())).json);
    expect(ours).toMatchObject({ transStatus: "C", threeDSServerTransID: id });
    expect(ours.acsTransID).not.toBe(theirs.acsTransID);
    expect((await gateway.call("GET", `/3ds/results/${id}`, { key })).json).toMatchObject({ transStatus: "Y" });
  });

  test("a charge's id does not reveal its transaction, so an AReq sent before it decides nothing", async () => {
    const gateway = await aGateway();
    const { json: charge } = await installmentCharge(gateway);
    const own = await transactionOf(gateway, charge.id);
    expect(own).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/); // random, so a UUID of version 4
    const { json: another } = await installmentCharge(gateway);
    expect(await transactionOf(gateway, another.id)).not.toBe(own);
    expect(await transactionOf(gateway, charge.id)).toBe(own);
  });
});

describe("the way back from a challenge", () => {
  async function ended(gateway: TestGateway, notificationURL: string): Promise<{ text: string; policy: string }> {
    const message = { ...areq(), notificationURL };
    const { acsTransID } = ares.parse((await post(gateway, message)).json);
    await form(gateway, "/acs", { creq: creqOf(acsTransID) });
    await form(gateway, `/acs/${acsTransID}/cancel`, {});
    const { text, headers } = await gateway.call("GET", `/acs/${acsTransID}`, { key: null });
    return { text, policy: headers.get("content-security-policy") ?? "" };
  }

  test("to an address that a key holder named is a button that says where to, and leads nowhere else", async () => {
    const gateway = await aGateway();
    const { text, policy } = await ended(gateway, "https://phish.example/login");
    expect(text).toContain('action="https://phish.example/login"');
    expect(text).toContain("The button leads to phish.example.");
    expect(text).not.toContain("<script");
    expect(policy).toContain("form-action https://phish.example;");
    expect(policy).not.toContain("script-src");
  });

  test("to the gateway's own page goes on by itself", async () => {
    const gateway = await aGateway();
    const { text, policy } = await ended(gateway, `${gateway.publicUrl}/payments/pay2_test_1/authenticated`);
    expect(text).toContain("<script");
    expect(policy).not.toContain("form-action");
  });

  test.each(["javascript:alert(1)", "ftp://shop.example/", "/login", "data:text/html,x"])(
    "is not %s",
    async (notificationURL) => {
      const gateway = await aGateway();
      const { json } = await post(gateway, { ...areq(), notificationURL });
      expect(erro.parse(json)).toMatchObject({ errorCode: "203", errorDetail: "notificationURL" });
    },
  );

  test("carries session data of 1,024 characters and no more: with more the challenge does not open", async () => {
    const gateway = await aGateway();
    const { acsTransID } = ares.parse((await post(gateway, areq())).json);
    const creq = creqOf(acsTransID);
    const open = (length: number) => form(gateway, "/acs", { creq, threeDSSessionData: "x".repeat(length) });
    expect((await open(250_000)).status).toBe(404);
    expect((await open(1_025)).status).toBe(404);
    expect((await open(1_024)).status).toBe(303);
  });
});

const creqOf = (acsTransID: string): string =>
  encode({
    messageType: "CReq",
    messageVersion: "2.2.0",
    threeDSServerTransID: id,
    acsTransID,
    challengeWindowSize: "05",
  });

const post = (gateway: TestGateway, json: unknown) => gateway.call("POST", "/3ds/areq", { json });
const results = (gateway: TestGateway) => gateway.call("GET", `/3ds/results/${id}`);
const form = (gateway: TestGateway, path: string, body: Record<string, unknown>) =>
  gateway.call("POST", path, { key: null, body });

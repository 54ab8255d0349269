import { expect, test } from "vitest";
import { installmentCharge } from "../../../tests/kit/builders.ts";
import { aGateway, type TestGateway } from "../../../tests/kit/gateway.ts";
import { anAuthentication } from "../../../tests/kit/three-ds.ts";
import { everyone } from "../../connectors/misbehaviour.ts";
import { areqOf, transactionIdOf } from "../../connectors/three-ds/request.ts";
import { ares, erro, rreq } from "../../connectors/three-ds/wire.ts";

const areq = (number?: string) => areqOf(anAuthentication(number));
const id = areq().threeDSServerTransID;

test("a 3DS Server of somebody else goes through a challenge over HTTP alone", async () => {
  const gateway = await aGateway();
  const answer = ares.parse((await post(gateway, areq())).json);
  expect(answer).toMatchObject({ transStatus: "C", threeDSServerTransID: id, acsURL: `${gateway.publicUrl}/acs` });
  expect(await post(gateway, areq())).toMatchObject({ json: answer });
  expect(await results(gateway)).toMatchObject({ status: 404, json: { messageType: "Erro", errorCode: "403" } });

  const creq = {
    messageType: "CReq",
    messageVersion: "2.2.0",
    threeDSServerTransID: id,
    acsTransID: answer.acsTransID,
  };
  const field = Buffer.from(JSON.stringify({ ...creq, challengeWindowSize: "05" })).toString("base64url");
  const opened = await form(gateway, "/acs", { creq: field, threeDSSessionData: "my-session" });
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

test("what is no AReq is told what is wrong with it", async () => {
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
    expect(status).toBe(200); // as the protocol has it
    expect(erro.parse(json)).toMatchObject({ errorCode, errorDetail });
  }
  const { json } = await gateway.call("POST", "/3ds/areq", { key: null, body: { acctNumber: "4242" } });
  expect(erro.parse(json)).toMatchObject({ errorCode: "101" });
  expect((await results(gateway)).json).toMatchObject({ errorCode: "301" });
});

test("the gateway's own transactions are answered too, and misbehave alike", async () => {
  const gateway = await aGateway();
  const { json: charge } = await installmentCharge(gateway);
  const path = new URL(charge.authorize_uri).pathname;
  await gateway.call("GET", path, { key: null, headers: { accept: "text/html" } });
  const own = `/3ds/results/${transactionIdOf(charge.id)}`;
  expect((await gateway.call("GET", own, { key: null })).json).toMatchObject({ errorCode: "403" });
  gateway.gateway.simulation.misbehaviour.set(everyone, "nonsense");
  const response = await fetch(`${gateway.url}${own}`);
  expect([response.status, await response.text()]).toEqual([200, expect.stringContaining("502 Bad Gateway")]);
});

const post = (gateway: TestGateway, json: unknown) => gateway.call("POST", "/3ds/areq", { key: null, json });
const results = (gateway: TestGateway) => gateway.call("GET", `/3ds/results/${id}`, { key: null });
const form = (gateway: TestGateway, path: string, body: Record<string, unknown>) =>
  gateway.call("POST", path, { key: null, body });

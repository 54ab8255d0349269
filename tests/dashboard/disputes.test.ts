import { expect, test } from "vitest";
import { cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aDispute, aFile, beginnings } from "../kit/dispute-builders.ts";
import { aGateway, call } from "../kit/gateway.ts";

test("a member uploads evidence by the session's cookie; the audit log has its name, and neither its bytes nor its address", async () => {
  const gateway = await aGateway();
  const dispute = await aDispute(gateway);
  const { cookie } = await signedIn(gateway, "owner");
  const headers = { cookie, "x-chamra-dashboard": "1" };
  const path = `/dashboard/api/test/disputes/${dispute.id}/documents`;
  const foreign = await call(gateway.url, "POST", path, { form: aFile(), headers: { cookie } });
  expect([foreign.status, foreign.json.code]).toEqual([403, "forbidden"]);
  const { status, json } = await call(gateway.url, "POST", path, { form: aFile("slip.png"), headers });
  expect(status).toBe(200);
  const { json: log } = await call(gateway.url, "GET", "/dashboard/api/audit", { headers: { cookie } });
  const told = JSON.stringify(log.data);
  expect(log.data[0]).toMatchObject({ act: "POST /disputes/:id/documents" });
  expect(told).toContain("slip.png");
  expect(told).not.toContain(beginnings["image/png"].toString("base64"));
  expect(told).not.toContain(json.download_uri.split("/").at(-1));
});

test("support sees disputes and the time to answer them, and may change none", async () => {
  const gateway = await aGateway();
  const dispute = await aDispute(gateway);
  const { json: charge } = await cardCharge(gateway);
  const { cookie } = await signedIn(gateway, "support");
  const headers = { cookie, "x-chamra-dashboard": "1" };
  const ask = (method: string, path: string, more = {}) =>
    call(gateway.url, method, `/dashboard/api/test${path}`, { headers, ...more });
  const { json } = await ask("GET", `/dispute_cases/${dispute.id}`);
  expect(json).toEqual({
    ...dispute,
    documents: expect.anything(),
    object: "dispute_case",
    respond_by: expect.any(String),
  });
  expect(Date.parse(json.respond_by) - Date.parse(json.created_at)).toBe(7 * 24 * 3_600_000);
  expect((await ask("GET", "/dispute_cases")).json.data).toEqual([json]);
  for (const [method, path, more] of [
    ["POST", `/charges/${charge.id}/disputes`, {}],
    ["PATCH", `/disputes/${dispute.id}`, { json: { message: "No." } }],
    ["PATCH", `/disputes/${dispute.id}/accept`, {}],
    ["PATCH", `/disputes/${dispute.id}/close`, { json: { status: "won" } }],
    ["POST", `/disputes/${dispute.id}/documents`, { form: aFile() }],
  ] as const)
    expect((await ask(method, path, more)).json.code, path).toBe("forbidden");
});

test("disputes are exported with their state, the time to answer and chosen metadata", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  await gateway.call("PATCH", "/account", { body: { metadata_export_keys: { dispute: ["parcel"] } } });
  await gateway.call("PATCH", `/disputes/${id}`, { body: { metadata: { parcel: "EX123" } } });
  const { cookie } = await signedIn(gateway, "owner");
  const { text } = await call(gateway.url, "GET", "/dashboard/api/test/export/disputes.csv", { headers: { cookie } });
  const [head = "", row = ""] = text.split("\r\n");
  expect(head).toContain("id,created_at");
  expect(head).toContain("status,charge,currency,amount_satang,amount_baht,reason_code,respond_by");
  expect(head).toMatch(/metadata\.parcel"?$/);
  expect(row).toContain(`${id},`);
  expect(row).toContain("open");
  expect(row).toMatch(/EX123"?$/);
});

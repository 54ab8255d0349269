import { expect, test } from "vitest";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aBalance, aPayee, aRecipient, aTransfer } from "../kit/payout-builders.ts";

/** The first row of a file for spreadsheets, by the names of its columns. */
function firstRow(text: string): Record<string, string | undefined> {
  const [head = "", line = ""] = text.replace("\uFEFF", "").trim().split(/\r?\n/);
  return Object.fromEntries(head.split(",").map((name, at) => [name, line.split(",")[at]]));
}

test("neither the audit log nor the request log nor a file has the number of a bank account", async () => {
  const gateway = await aGateway();
  const { test: api, team } = await signedIn(gateway, "owner");
  const number = "9876543210";
  const bankAccount = { brand: "scb", number, name: "Malee" };
  const { json: mine } = await aRecipient(gateway, { bank_account: bankAccount });
  const { json: theirs } = await api.send("POST", "/recipients", {
    name: "Malee",
    type: "individual",
    bank_account: bankAccount,
  });
  expect([mine.bank_account.account_number, theirs.bank_account.account_number]).toEqual([number, number]);
  await api.send("PATCH", `/recipients/${theirs.id}`, { bank_account: { ...bankAccount, number: "9876543211" } });
  await api.send("PATCH", `/recipients/${theirs.id}/verify`, {});
  await aBalance(gateway);
  await api.send("POST", "/transfers", { amount: 20_000, recipient: theirs.id });
  const audit = JSON.stringify((await team.get("/audit")).json);
  expect(audit).toContain("PATCH /recipients/:id/verify");
  expect(audit).not.toContain("98765432");
  const { json: requests } = await api.get("/requests");
  const details = await Promise.all(
    requests.data.map(async ({ id }: { id: string }) => (await api.get(`/requests/${id}`)).text),
  );
  expect(details.join()).toContain("account_number");
  expect(details.join()).not.toContain("98765432");
  for (const file of ["recipients", "transfers"]) {
    const { text } = await api.get(`/export/${file}.csv`);
    expect(text, file).toContain('"3211"'); // its last digits
    expect(text, file).not.toContain("98765432");
  }
});

test("transfers are exported with fee, net and the columns of metadata that the account wants", async () => {
  const gateway = await aGateway();
  await aBalance(gateway);
  await gateway.call("PATCH", "/account", { body: { metadata_export_keys: { transfer: ["payroll"] } } });
  const { json } = await aTransfer(gateway, { recipient: await aPayee(gateway), metadata: { payroll: "May" } });
  await gateway.call("POST", `/transfers/${json.id}/mark_as_sent`);
  const { test: api } = await signedIn(gateway, "support");
  expect(firstRow((await api.get("/export/transfers.csv")).text)).toMatchObject({
    id: json.id,
    status: "sent",
    bank: "scb",
    amount_baht: "500.00",
    fee_satang: "2804",
    fee_vat_satang: "196",
    net_baht: "470.00",
    '"metadata.payroll"': '"May"',
  });
  const { text } = await api.get("/export/transactions.csv");
  expect(firstRow(text)).toMatchObject({
    kind: "transfer.sent.debit",
    transfer: json.id,
    charge: "",
    net_baht: "-500.00",
  });
  const { json: movements } = await api.get("/ledger/transactions?order=reverse_chronological");
  expect(movements.data[0]).toMatchObject({
    transfer: json.id,
    charge: null,
    gross: -47_000,
    fee: 2_804,
    fee_vat: 196,
  });
});

test("who may not pay out is refused, and who may activates a recipient only after it was verified", async () => {
  const gateway = await aGateway();
  const { json } = await aRecipient(gateway);
  const support = await signedIn(gateway, "support");
  for (const [method, path] of [
    ["POST", "/transfers"],
    ["POST", "/recipients"],
    ["PATCH", `/recipients/${json.id}/verify`],
    ["POST", `/recipients/${json.id}/activate`],
  ] as const)
    expect((await support.test.send(method, path, {})).json.code, path).toBe("forbidden");
  const { test: api } = await signedIn(gateway, "owner");
  const early = await api.send("POST", `/recipients/${json.id}/activate`, {});
  expect([early.status, early.json.code]).toEqual([400, "invalid_recipient"]);
  await api.send("PATCH", `/recipients/${json.id}/verify`, {});
  expect((await api.send("POST", `/recipients/${json.id}/deactivate`, {})).json.active).toBe(false);
  expect((await api.send("POST", `/recipients/${json.id}/activate`, {})).json.active).toBe(true);
});

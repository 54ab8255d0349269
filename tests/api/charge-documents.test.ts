import { expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { addKey } from "../../src/operations/merchant/key.ts";
import { cardCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { methodOf } from "../kit/methods.ts";
import { chargeBy, decide } from "../kit/paying.ts";

// Keys of the picture of a QR code, recorded in 2025 inside a source; a document of 2020 lacks `kind`.
const recorded = "object livemode id deleted filename location kind download_uri created_at";

test("the code that a payer scans is the one document of its charge, before and after the payment", async () => {
  const gateway = await aGateway();
  const promptpay = methodOf("promptpay");
  const { json: charge } = await chargeBy(gateway, promptpay);
  const { image } = charge.source.scannable_code;
  expect(Object.keys(image)).toEqual(recorded.split(" "));
  const path = `/charges/${charge.id}/documents`;
  const list = async (query = "") => (await gateway.call("GET", `${path}${query}`)).json;
  expect(await list()).toMatchObject({ object: "list", total: 1, location: path, data: [image] });
  expect((await gateway.call("GET", image.location)).json).toEqual(image);
  const picture = await fetch(image.download_uri);
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/svg+xml"]);

  expect(await list("?offset=1")).toMatchObject({ total: 1, data: [] });
  expect(await list("?to=2026-01-14")).toMatchObject({ total: 0, data: [] });
  expect(await list("?from=2026-01-16")).toMatchObject({ total: 0, data: [] });
  expect(await list(`?from=${charge.created_at}&to=${charge.created_at}`)).toMatchObject({ total: 1 });
  await decide(gateway, promptpay, charge, "successful");
  await gateway.advance(days(1));
  expect((await gateway.call("GET", image.location)).json).toEqual(image);
});

test("the barcode of a bill is a document too, a charge without a code has none, and no document is another charge's", async () => {
  const gateway = await aGateway();
  const { json: bill } = await chargeBy(gateway, methodOf("bill_payment_tesco_lotus"));
  const { json: bills } = await gateway.call("GET", `/charges/${bill.id}/documents`);
  expect(bills.data).toMatchObject([{ kind: "barcode", download_uri: bill.source.references.barcode }]);
  const { json: card } = await cardCharge(gateway);
  expect((await gateway.call("GET", `/charges/${card.id}/documents`)).json).toMatchObject({ total: 0, data: [] });
  const { json: other } = await chargeBy(gateway, methodOf("promptpay"));
  for (const id of [card.id, other.id]) {
    const { status, json } = await gateway.call("GET", `/charges/${id}/documents/${bills.data[0].id}`);
    expect([status, json.code, json.message]).toEqual([404, "not_found", `document ${bills.data[0].id} was not found`]);
  }
});

test("a restricted key that may read charges reads their documents, and one that may not does not", async () => {
  const gateway = await aGateway();
  const [account] = (await gateway.gateway.store.account.all()).filter(({ livemode }) => !livemode);
  if (!account) throw new Error("there is no test account");
  const { json: charge } = await chargeBy(gateway, methodOf("promptpay"));
  const read = async (permissions: Record<string, "read" | "write">) => {
    const key = await addKey(gateway.gateway, account, "secret", { permissions });
    return (await gateway.call("GET", `/charges/${charge.id}/documents`, { key })).status;
  };
  expect([await read({ charge: "read" }), await read({ dispute: "write" })]).toEqual([200, 403]);
});

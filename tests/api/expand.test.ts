import { expect, test } from "vitest";
import { aCustomer, cardCharge, customerCharge, kplusCharge } from "../kit/builders.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

test.each(["expand=true", "expand=1", "expand[]=transaction", "expand=transaction"])(
  "a charge asked for with %s has its transaction in it",
  async (query) => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway);
    const { json: transaction } = await gateway.call("GET", `/transactions/${charge.transaction}`);
    const { json } = await gateway.call("GET", `/charges/${charge.id}?${query}`);
    expect(json).toEqual({ ...charge, refunds: json.refunds, transaction });
  },
);

test("what is not asked for, or is not there, stays as it is", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  for (const query of ["expand=false", "expand[]=customer", "expand=", "expand[transaction]=true", "expand[][a]=b"]) {
    const { json } = await gateway.call("GET", `/charges/${charge.id}?${query}`);
    expect(json.transaction).toBe(charge.transaction);
  }
  const { json: waiting } = await kplusCharge(gateway);
  expect((await gateway.call("GET", `/charges/${waiting.id}?expand=true`)).json.transaction).toBeNull();
});

test.each(["sqlite", "postgres"] as const)("each object of a list is expanded, on %s", async (engine) => {
  const gateway = await aGateway({ engine });
  const paid = [await cardCharge(gateway), await cardCharge(gateway)].map(({ json }) => json);
  const { json } = await gateway.call("GET", "/charges?expand=true");
  expect(json.data.map((each: { transaction: object }) => each.transaction)).toMatchObject(
    paid.map((charge) => ({ object: "transaction", id: charge.transaction, origin: charge.id })),
  );
});

test("a refund has its charge and its transaction in it, which have ids in them", async () => {
  const gateway = await aGateway();
  const { charge, refund } = await refunded(gateway);
  const { json } = await gateway.call("GET", `/charges/${charge}/refunds/${refund}?expand=true`);
  expect(json.charge).toMatchObject({ object: "charge", id: charge, transaction: expect.stringMatching(/^trxn_/) });
  expect(json.transaction).toMatchObject({ object: "transaction", origin: refund });
});

test("a charge has its customer in it, and a customer the default card", async () => {
  const gateway = await aGateway();
  const customer = await aCustomer(gateway);
  const { json: charge } = await customerCharge(gateway, customer.id);
  const { json } = await gateway.call("GET", `/charges/${charge.id}?expand[]=customer`);
  expect(json).toMatchObject({ customer, transaction: charge.transaction });
  const [listed] = (await gateway.call("GET", "/customers?expand=true")).json.data;
  expect(listed).toEqual({ ...customer, default_card: customer.cards.data[0] });
  const headers = { "Omise-Version": "2017-11-02" };
  const { json: older } = await gateway.call("GET", `/charges/${charge.id}?expand=true`, { headers });
  expect(older.customer).toMatchObject({ id: customer.id, created: customer.created_at });
  await gateway.call("DELETE", customer.location);
  const { json: after } = await gateway.call("GET", `/charges/${charge.id}?expand=true`);
  expect(after.customer, "who was deleted is not found, and stays an id").toBe(customer.id);
});

test("in an older version what is expanded is of that version too", async () => {
  const gateway = await aGateway();
  const { charge, refund } = await refunded(gateway);
  const headers = { "Omise-Version": "2017-11-02" };
  const { json } = await gateway.call("GET", `/charges/${charge}/refunds/${refund}?expand=true`, { headers });
  expect(json.charge).toMatchObject({ currency: "thb", refunded: 10000 });
  expect(json.transaction).toMatchObject({ type: "debit", source: refund });
});

async function refunded(gateway: TestGateway): Promise<{ charge: string; refund: string }> {
  const { json: charge } = await cardCharge(gateway);
  const { json } = await gateway.call("POST", `/charges/${charge.id}/refunds`, { body: { amount: 10000 } });
  return { charge: charge.id, refund: json.id };
}

import { expect, test } from "vitest";
import { aPair, type Pair } from "./live.ts";

const kplus = {
  amount: 150_000,
  currency: "THB",
  return_uri: "https://shop.example/orders/1/complete",
  source: { type: "mobile_banking_kbank" },
  metadata: { order: "1" },
};

/** The charge that the upstream made for the only one of ours. */
const upstreamCharge = async ({ theirs }: Pair) => (await theirs.call("GET", "/charges")).json.data[0];

test("a live K PLUS charge goes to the upstream, its payer by our page to the upstream's, and what they decide is settled before the shop sees them again", async () => {
  const pair = await aPair(["mobile_banking_kbank"]);
  const { json: charge, status } = await pair.ask("POST", "/charges", { body: kplus });
  expect([status, charge.status, charge.livemode]).toEqual([200, "pending", true]);
  const upstream = await upstreamCharge(pair);
  expect(upstream).toMatchObject({ amount: 150_000, currency: "THB", status: "pending" });
  expect(upstream.metadata).toEqual({ chamra_reference: charge.source.provider_references.reference_number_1 });

  const toThem = await fetch(charge.authorize_uri, { redirect: "manual" });
  expect([toThem.status, toThem.headers.get("location")]).toEqual([303, upstream.authorize_uri]);
  await pair.theirs.call("POST", `/charges/${upstream.id}/mark_as_paid`);
  const back = await fetch(upstream.return_uri, { redirect: "manual" });
  expect([back.status, back.headers.get("location")]).toEqual([303, kplus.return_uri]);
  const { json: paid } = await pair.ask("GET", `/charges/${charge.id}`);
  expect(paid).toMatchObject({ status: "successful", paid: true, fee: upstream.fee, fee_vat: upstream.fee_vat });
});

import { expect, test } from "vitest";
import { hours } from "../../src/domain/base/time.ts";
import { aSecondMerchant, aSession, aToken } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";

const declined = "4111111111140011";

test("a session has what the shop plug-ins send and read, and its page is on the same host", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway, {
    style: { theme_color: "#173799", text_color: "#FFFFFF" },
    locale: "th",
    auto_capture: false,
  });
  expect(session).toMatchObject({
    object: "checkout_session",
    status: "pending",
    payments: [],
    ...{ amount: 150000, currency: "THB", order_id: "345678", metadata: { order_id: "345678" } },
    ...{ locale: "th", auto_capture: false, payment_methods: ["card", "mobile_banking"] },
    redirect_url: `${gateway.publicUrl}/checkout/${session.id.slice(-19).toUpperCase()}`,
  });
  expect((await gateway.call("GET", `/api/sessions/${session.id}`)).json).toEqual(session);
  const page = await gateway.call("GET", pathOf(session), { key: null });
  expect(page.text).toMatch(/<html lang="th">/);
  const offered = /data-methods="([^"]*)"/.exec(page.text)?.[1]?.split(" ").toSorted();
  const apps = ["bay", "bbl", "kbank", "ktb", "scb"].map((bank) => `mobile_banking_${bank}`);
  expect(offered).toEqual(["card", ...apps]);
  expect(page.text).toContain("Order 345678");
  expect(page.text).toContain('href="/brand/color/173799"'); // the shop's own
});

test("a plug-in that asks under the original's host of sessions sends its payer to that host, and every other caller to the gateway's", async () => {
  const gateway = await aGateway();
  // as Magento's plug-in sends it
  const json = {
    ...{ amount: 150000, currency: "THB", order_id: "000000012", description: "Magento Order id 000000012" },
    payment_methods: ["promptpay"],
    redirect_urls: {
      complete_url: "https://shop.example/omise/callback/upacallback/",
      cancel_url: "https://shop.example/omise/payment/cancel/",
    },
    metadata: { order_id: "000000012", store_id: 1, store_name: "Default Store View" },
    style: { theme_color: "#173799", text_color: null },
    ...{ is_upa: true, locale: "en" },
  };
  const ask = async (host?: string) =>
    (await gateway.call("POST", "/api/sessions", { json, ...(host && { headers: { host } }) })).json;
  expect((await ask("checkout-page.omise.co")).redirect_url).toMatch(
    /^https:\/\/checkout-page\.omise\.co\/checkout\/\w{19}$/,
  );
  for (const host of [undefined, "api.omise.co", "evil-checkout-page.omise.co"])
    expect((await ask(host)).redirect_url, host).toContain(`${gateway.publicUrl}/checkout/`);
});

test.each([
  ["https://shop.example/done", "?chargeId=", ""],
  ["https://shop.example/?wc-api=omise_upa_complete&state=a%20b", "&chargeId=", ""],
  ["https://shop.example/#/orders?id=1", "?chargeId=", "#/orders?id=1"],
])("a payer comes back to %s with the charge in its query", async (complete, joint, fragment) => {
  const gateway = await aGateway();
  const session = await aSession(gateway, { redirect_urls: { complete_url: complete } });
  const paid = await pay(gateway, session, { token: await aToken(gateway) });
  const location = (await follow(gateway, paid)).headers.get("location") ?? "";
  const [{ charge_id: id }] = (await gateway.call("GET", `/api/sessions/${session.id}`)).json.payments;
  expect(location).toBe(`${complete.split("#")[0]}${joint}${id}${fragment}`);
});

test.each([
  [{ redirect_urls: {} }, "complete_url cannot be blank"],
  [{ redirect_urls: undefined }, "redirect_urls cannot be blank"],
  [{ redirect_urls: { complete_url: "javascript:alert(1)" } }, "complete_url cannot start with javascript:"],
  [{ amount: 100 }, "amount must be greater than or equal to 2000 (thb subunits)"],
])("a session of %o is refused", async (patch, message) => {
  const gateway = await aGateway();
  const whole = { amount: 150000, currency: "THB", redirect_urls: { complete_url: "https://shop.example/" } };
  const { status, json } = await gateway.call("POST", "/api/sessions", { json: { ...whole, ...patch } });
  expect([status, json.code, json.message]).toEqual([400, "bad_request", message]);
});

test("a payer who cancelled at their bank reads so, and not that it was refused", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway);
  const source = { amount: 150_000, currency: "THB", type: "mobile_banking_kbank", platform_type: "IOS" };
  const { json: made } = await gateway.call("POST", "/sources", { body: source });
  const paying = await pay(gateway, session, { source: made.id });
  const page = paying.headers.get("location") ?? "";
  await gateway.call("GET", page, { key: null });
  const { json } = await gateway.call("GET", "/charges");
  const [charge] = json.data;
  const reference = charge.source.provider_references.reference_number_1;
  await gateway.call("POST", `/kplus/pay/${reference}`, { key: null, body: { act: "cancel" } });
  const result = await gateway.call("GET", `${pathOf(session)}/complete?charge=${charge.id}`, { key: null });
  expect(result.text).toContain("Payment cancelled");
  expect(result.text).not.toContain("rejected");
});

test("a payer who fails tries again, and one who has paid lands at the shop, which finds the charge in the session", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway);
  const failed = await pay(gateway, session, { token: await aToken(gateway, declined) });
  const result = await follow(gateway, failed);
  expect(result.text).toContain("Payment failed");
  expect(result.text).toContain("Cancel and return to Demo Shop");
  const paid = await pay(gateway, session, { token: await aToken(gateway) });
  const { json } = await gateway.call("GET", `/api/sessions/${session.id}`);
  expect(json).toMatchObject({ status: "successful", payments: [{ status: "failed" }, { status: "successful" }] });
  const { complete_url: complete } = session.redirect_urls;
  const location = (await follow(gateway, paid)).headers.get("location");
  expect(location).toBe(`${complete}&chargeId=${json.payments[1].charge_id}`); // Magento's plug-in looks for it
  const charge = (await gateway.call("GET", `/charges/${json.payments[1].charge_id}`)).json;
  expect(charge).toMatchObject({
    paid: true,
    link: null,
    description: "Order 345678",
    metadata: { order_id: "345678" },
  });

  await pay(gateway, session, { token: await aToken(gateway) });
  expect((await gateway.call("GET", `/api/sessions/${session.id}`)).json.payments).toHaveLength(2);
  expect((await gateway.call("GET", pathOf(session), { key: null })).text).toContain("This order has been paid");
});

test("a session whose amount is held is over for its payer, and its shop captures the charge", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway, { auto_capture: false });
  const held = await pay(gateway, session, { token: await aToken(gateway) });
  const { json } = await gateway.call("GET", `/api/sessions/${session.id}`);
  const location = (await follow(gateway, held)).headers.get("location");
  expect(location).toContain(`chargeId=${json.payments[0].charge_id}`);
  expect(json).toMatchObject({ status: "successful", payments: [{ status: "pending" }] });
  await pay(gateway, session, { token: await aToken(gateway) });
  expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
  const { json: captured } = await gateway.call("POST", `/charges/${json.payments[0].charge_id}/capture`);
  expect(captured.status).toBe("successful");
});

test("a payer who gives up goes back to the shop, and nobody can pay the session after that", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway);
  const { status, headers } = await pay(gateway, session, { cancel: "yes" });
  expect([status, headers.get("location")]).toEqual([303, session.redirect_urls.cancel_url]);
  await pay(gateway, session, { token: await aToken(gateway) });
  expect((await gateway.call("GET", `/api/sessions/${session.id}`)).json).toMatchObject({
    status: "cancelled",
    payments: [],
  });
});

test("a session can be paid for a day", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway);
  gateway.pass(hours(24));
  await pay(gateway, session, { token: await aToken(gateway) });
  expect((await gateway.call("GET", `/api/sessions/${session.id}`)).json).toMatchObject({
    status: "expired",
    payments: [],
  });
  expect((await gateway.call("GET", pathOf(session), { key: null })).text).toContain("The time to pay is over");
});

test("a method that the shop did not name is refused, and ends nobody's payment", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway, { payment_methods: ["mobile_banking"] });
  const kplus = { amount: 150000, currency: "THB", type: "mobile_banking_kbank" };
  const { json: source } = await gateway.call("POST", "/sources", { body: kplus });
  await pay(gateway, session, { source: source.id });
  await pay(gateway, session, { token: await aToken(gateway) });
  expect((await gateway.call("GET", `/api/sessions/${session.id}`)).json).toMatchObject({
    status: "pending",
    payments: [{ status: "pending" }],
  });
});

test("a team finds its shop's sessions in the dashboard, each with its payments", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway);
  await pay(gateway, session, { token: await aToken(gateway, declined) });
  await pay(gateway, session, { token: await aToken(gateway) });
  gateway.pass(1_000);
  const later = await aSession(gateway, { order_id: "345679" });
  const support = await signedIn(gateway, "support");
  const { json } = await support.test.get("/checkout_sessions?order=reverse_chronological");
  expect(json).toMatchObject({
    total: 2,
    data: [
      { id: later.id, order_id: "345679", status: "pending", payments: [] },
      { id: session.id, status: "successful", payments: [{ status: "failed" }, { status: "successful" }] },
    ],
  });
  expect((await support.test.get(`/checkout_sessions/${session.id}`)).json).toEqual(
    (await gateway.call("GET", `/api/sessions/${session.id}`)).json,
  );
  expect((await support.live.get("/checkout_sessions")).json.total).toBe(0);
  expect((await support.live.get(`/checkout_sessions/${session.id}`)).status).toBe(404);
});

test("of many payers at once one pays a session", async () => {
  const gateway = await aGateway();
  const session = await aSession(gateway);
  const tokens = await Promise.all(Array.from({ length: 10 }, () => aToken(gateway)));
  await Promise.all(tokens.map((token) => pay(gateway, session, { token })));
  expect((await gateway.call("GET", `/api/sessions/${session.id}`)).json.payments).toEqual([
    { status: "successful", charge_id: expect.stringMatching(/^chrg_test_/) },
  ]);
});

test("another account sees no session", async () => {
  const gateway = await aGateway();
  const { id } = await aSession(gateway);
  const { secretKey } = await aSecondMerchant(gateway);
  for (const key of [secretKey, gateway.liveSecretKey])
    expect((await gateway.call("GET", `/api/sessions/${id}`, { key })).json.code).toBe("not_found");
});

type Session = { redirect_url: string };

const pathOf = ({ redirect_url }: Session): string => new URL(redirect_url).pathname;

const pay = (gateway: TestGateway, session: Session, body: Record<string, string>): Promise<Answer> =>
  gateway.call("POST", pathOf(session), { key: null, body });

/** The page that an answer leads to. */
function follow(gateway: TestGateway, { headers }: Answer): Promise<Answer> {
  const { pathname, search } = new URL(headers.get("location") ?? "", gateway.publicUrl);
  return gateway.call("GET", `${pathname}${search}`, { key: null });
}

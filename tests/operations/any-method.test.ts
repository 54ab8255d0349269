import { describe, expect, test } from "vitest";
import { minutes, seconds } from "../../src/domain/base/time.ts";
import type { Journey } from "../../src/domain/payment/journey.ts";
import type { Method } from "../../src/domain/payment/method.ts";
import type { NextStep } from "../../src/domain/payment/next-step.ts";
import { upstreamAddress } from "../../src/operations/upstream/address.ts";
import { aSecondMerchant } from "../kit/builders.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { methodOf } from "../kit/methods.ts";
import { aReceiver } from "../kit/receiver.ts";
import { aToyBank } from "../kit/toy-bank.ts";

const label = { en: "Toy Pay", th: "ทอยเพย์", ja: "トイペイ" };

/** A made-up method, defined by one object. */
const aMethod = (journey: Journey, patch: Partial<Method> = {}): Method => ({
  ...methodOf("mobile_banking_kbank"),
  type: "toy_pay",
  family: "toy",
  journey,
  bank: "toy",
  parameters: {},
  limits: { THB: { min: 10_00, max: 1_000_00 }, JPY: { min: 100, max: 9_000 } },
  expiresAfter: minutes(30),
  refund: { kind: "partial", withinDays: 30 },
  label,
  mark: "TP",
  ...patch,
});

const qr = "00020101021130300016A000000677010112";

/** For each journey: what the method needs, and the fields of its charges. */
const journeys: { name: string; journey: Journey; next?: NextStep; shows: object | null }[] = [
  { name: "a source charged at once", journey: { kind: "direct" }, shows: null },
  {
    name: "a page of the bank",
    journey: { kind: "page", flow: "redirect", host: "bank" },
    next: { goTo: "https://bank.example/pay/1" },
    shows: null,
  },
  {
    name: "an app",
    journey: { kind: "page", flow: "app_redirect", host: "ours" },
    next: { goTo: "toypay://pay/1" },
    shows: null,
  },
  {
    name: "a QR code",
    journey: { kind: "code", flow: "offline", shows: "qr" },
    next: { scan: qr, as: "qr" },
    shows: { scannable_code: { object: "barcode", type: "qr", image: { kind: "qr", filename: "qrcode.svg" } } },
  },
  {
    name: "a barcode",
    journey: { kind: "code", flow: "offline", shows: "barcode" },
    next: { scan: "010755500012345", as: "barcode" },
    shows: { scannable_code: { type: "barcode", image: { kind: "barcode" } } },
  },
  {
    name: "reference numbers",
    journey: { kind: "code", flow: "offline", shows: "references" },
    next: { tell: { reference_number_1: "758182940893199850", payment_code: "1234" }, until: 1_800_000_000_000 },
    shows: { references: { reference_number_1: "758182940893199850", payment_code: "1234", device_id: null } },
  },
];

const isPage = (journey: Journey) => journey.kind === "page";

async function aShop(journey: Journey, next?: NextStep, patch: Partial<Method> = {}) {
  const receiver = await aReceiver();
  const gateway = await aGateway({ methods: [aMethod(journey, patch)], banks: [aToyBank("toy", next)] });
  const charge = (body: Record<string, unknown> = {}, key = gateway.secretKey) =>
    gateway.call("POST", "/charges", {
      key,
      body: {
        amount: 50_000,
        currency: "THB",
        source: { type: "toy_pay" },
        webhook_endpoints: [receiver.url],
        ...(isPage(journey) && { return_uri: "https://shop.example/back" }),
        ...body,
      },
    });
  return { gateway, charge };
}

/** Event keys of a charge, in order. */
async function toldOf(gateway: TestGateway, id: string): Promise<string[]> {
  const { json } = await gateway.call("GET", `/charges/${id}/events`);
  return json.data.map(({ key }: { key: string }) => key);
}

describe.each(journeys)("a made-up method with $name, added by one object", ({ journey, next, shows }) => {
  const direct = journey.kind === "direct";

  test("takes a payment from its creation to its refund", async () => {
    const { gateway, charge } = await aShop(journey, next);
    const { json: created, status } = await charge();
    expect(status).toBe(200);
    expect(created).toMatchObject({ status: direct ? "successful" : "pending", source: { type: "toy_pay", ...shows } });
    expect(created.source.flow).toBe(journey.kind === "page" ? journey.flow : "offline");
    expect(created.authorize_uri === null).toBe(!isPage(journey));
    expect(await toldOf(gateway, created.id)).toEqual(["charge.create"]);
    if (!direct) {
      const { json } = await gateway.call("POST", `/charges/${created.id}/mark_as_paid`);
      expect(json).toMatchObject({
        status: "successful",
        paid: true,
        source: { charge_status: "successful", ...shows },
      });
    }
    const { json: refund } = await gateway.call("POST", `/charges/${created.id}/refunds`, { body: { amount: 10_000 } });
    expect(refund).toMatchObject({ object: "refund", status: "closed", amount: 10_000 });
    const ended = direct ? [] : ["charge.complete"];
    expect(await toldOf(gateway, created.id)).toEqual(["charge.create", ...ended, "refund.create"]);
    const { json: source } = await gateway.call("GET", `/sources/${created.source.id}`);
    expect(source).toMatchObject({ charge_status: "successful", ...shows });
  });

  test.runIf(!direct)("fails as its payer is played to, and expires where nobody pays", async () => {
    const { gateway, charge } = await aShop(journey, next);
    const { json: failing } = await charge();
    const { json: failed } = await gateway.call("POST", `/charges/${failing.id}/mark_as_failed`);
    expect(failed).toMatchObject({ status: "failed", failure_code: "failed_processing" });
    const { json: waiting } = await charge();
    expect(Date.parse(waiting.expires_at) - Date.parse(waiting.created_at)).toBe(minutes(30));
    await gateway.advance(minutes(30));
    expect((await gateway.call("GET", `/charges/${waiting.id}`)).json).toMatchObject({
      status: "expired",
      ...(shows && { source: shows }),
    });
    expect(await toldOf(gateway, waiting.id)).toEqual(["charge.create", "charge.expire", "charge.complete"]);
  });

  test("is offered, limited by currency, looked for and named by what its object says", async () => {
    const { gateway, charge } = await aShop(journey, next);
    const { json: capability } = await gateway.call("GET", "/capability", { key: gateway.publicKey });
    expect(capability.payment_methods.at(-1)).toMatchObject({ name: "toy_pay", currencies: ["THB"] });
    const older = { "omise-version": "2017-11-02" };
    const { json: backends } = await gateway.call("GET", "/capability", { key: gateway.publicKey, headers: older });
    expect(backends.payment_backends.at(-1)).toMatchObject({ toy_pay: { amount: { min: 1_000, max: 100_000 } } });
    const options = `/pay/options.json?key=${gateway.publicKey}&amount=50000&currency=THB`;
    expect((await gateway.call("GET", options, { key: null })).json.methods.at(-1)).toMatchObject({
      type: "toy_pay",
      label,
      card: false,
    });
    const { secretKey } = await aSecondMerchant(gateway, "JP");
    const inYen = (amount: number) => charge({ amount, currency: "JPY" }, secretKey);
    expect((await inYen(9_001)).json).toMatchObject({ code: "invalid_charge" });
    expect((await inYen(9_000)).json).toMatchObject({ currency: "JPY", funding_currency: "JPY" });
    expect((await charge({ amount: 9_000, currency: "USD" })).json).toMatchObject({
      code: "invalid_charge",
      message: "currency is currently not supported",
    });
  });
});

describe("a code", () => {
  const journey = { kind: "code", flow: "offline", shows: "qr" } as const;
  const next = { scan: qr, as: "qr" } as const;

  test("is a picture that needs no key; what its payer scans is in it, and nobody else's address leads to it", async () => {
    const { gateway, charge } = await aShop(journey, next);
    const { json } = await charge();
    const { pathname } = new URL(json.source.scannable_code.image.download_uri);
    const picture = await gateway.call("GET", pathname, { key: null });
    expect(picture.status).toBe(200);
    expect(picture.headers.get("content-type")).toContain("image/svg+xml");
    expect(picture.text).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    const guessed = pathname.replace(/.(?=\/code$)/, (last) => (last === "0" ? "1" : "0"));
    expect((await gateway.call("GET", guessed, { key: null })).status).toBe(404);
  });

  test("has a page where its payer can come back, and is shown on it", async () => {
    const { gateway, charge } = await aShop(journey, next);
    const { json } = await charge({ return_uri: "https://shop.example/back" });
    const { pathname } = new URL(json.authorize_uri);
    const { text } = await gateway.call("GET", pathname, { key: null, headers: { accept: "text/html" } });
    expect(text).toContain("Scan to pay with Toy Pay");
    const paid = await gateway.call("POST", pathname, { key: null, body: { outcome: "successful" } });
    expect(paid.headers.get("location")).toBe("https://shop.example/back");
  });

  test("that its bank could not give at creation is asked for again by the clock, and the charge is told of with it", async () => {
    const { gateway, charge } = await aShop(journey, next);
    const bank = gateway.gateway.simulation.connectors.banks["toy"];
    const open = bank?.open;
    if (!bank || !open) throw new Error("the bank was just made");
    bank.open = async () => ({ answer: "unknown", why: "the line is down" });
    const { json } = await charge();
    expect(json).toMatchObject({ status: "pending", source: { scannable_code: null } });
    expect(await toldOf(gateway, json.id)).toEqual([]);
    bank.open = open;
    await gateway.advance(minutes(1));
    const { json: opened } = await gateway.call("GET", `/charges/${json.id}`);
    expect(opened.source.scannable_code).toMatchObject({ type: "qr" });
    expect(await toldOf(gateway, json.id)).toEqual(["charge.create"]);
  });

  test("asked for twice under one key is one charge with one code", async () => {
    const { gateway } = await aShop(journey, next);
    const body = { amount: 50_000, currency: "THB", source: { type: "toy_pay" } };
    const headers = { "idempotency-key": "order-1" };
    const [one, other] = await Promise.all([
      gateway.call("POST", "/charges", { body, headers }),
      gateway.call("POST", "/charges", { body, headers }),
    ]);
    expect(other.json).toEqual(one.json);
    expect(one.json.source.scannable_code).toMatchObject({ type: "qr" });
  });
});

test("a required parameter of a made-up method is asked for by its name on the wire", async () => {
  const parameters = { phoneNumber: "required", platformType: "optional" } as const;
  const { charge } = await aShop({ kind: "direct" }, undefined, { parameters });
  expect((await charge()).json).toMatchObject({ code: "bad_request", message: "phone_number cannot be blank" });
  const { json } = await charge({ source: { type: "toy_pay", phone_number: "0812345678", platform_type: "ios" } });
  expect(json.source).toMatchObject({ phone_number: "0812345678", mobile_number: "0812345678", platform_type: "IOS" });
});

test("the payment form asks for what a made-up method requires, in its order; what only a program can give keeps it away", async () => {
  const asksFor = async (patch: Partial<Method>) => {
    const { gateway } = await aShop({ kind: "direct" }, undefined, patch);
    const path = `/pay/options.json?key=${gateway.publicKey}&amount=50000&currency=THB`;
    return (await gateway.call("GET", path, { key: null })).json.methods.find(({ type }: Method) => type === "toy_pay")
      ?.asks;
  };
  const typed = { asked: expect.any(String), form: null, banks: [] };
  const banks = [{ code: "uob", name: "UOB" }];
  const forms = { phoneNumber: { form: /^\d{10}$/, says: "phone_number is wrong" } };
  const parameters = { phoneNumber: "required", bank: "required", email: "optional", name: "required" } as const;
  expect(await asksFor({ parameters, banks, forms })).toEqual([
    { ...typed, name: "phone_number", asked: "phone", form: "^\\d{10}$" },
    { ...typed, name: "bank", asked: "bank", banks },
    { ...typed, name: "name", asked: "name" },
  ]);
  expect(await asksFor({ parameters: { barcode: "optional" } })).toEqual([]);
  expect(await asksFor({ parameters: { ...parameters, barcode: "required" } })).toBeUndefined();
});

test("a page of the bank in test mode offers the bank and the choice of how it ends", async () => {
  const { gateway, charge } = await aShop(
    { kind: "page", flow: "redirect", host: "bank" },
    { goTo: "https://bank.example/pay/1" },
  );
  const { json } = await charge();
  const { pathname } = new URL(json.authorize_uri);
  const { text } = await gateway.call("GET", pathname, { key: null, headers: { accept: "text/html" } });
  expect(text).toContain('href="https://bank.example/pay/1"');
  expect(text).toContain("Continue to Toy Pay");
  expect(text).toContain("How does this payment end?");
});

describe("a bank that notifies", () => {
  const notified = async ({ body }: { body: string }) => {
    const { reference } = Object.fromEntries(new URLSearchParams(body));
    return reference === undefined ? undefined : { reference, says: body, answer: { resCode: "00" } };
  };
  const method = aMethod({ kind: "code", flow: "offline", shows: "qr" });
  const body = { amount: 50_000, currency: "THB", source: { type: "toy_pay" } };

  test("is not believed but asked: a payment that it did not take is not paid, whatever the notification says", async () => {
    const bank = aToyBank("toy", { scan: qr, as: "qr" }, { notified });
    const gateway = await aGateway({ methods: [method], banks: [bank] });
    const { json } = await gateway.call("POST", "/charges", { body });
    const { reference_number_1: reference } = json.source.provider_references;
    const stored = await findCharge(gateway.gateway.store, json.id);
    const { pathname } = new URL(upstreamAddress(gateway.gateway, "toy", stored?.account ?? ""));
    const tell = (path: string) => gateway.call("POST", path, { key: null, body: { reference, status: "PAID" } });
    const statusNow = async () => (await gateway.call("GET", `/charges/${json.id}`)).json.status;

    expect(await tell(pathname)).toMatchObject({ status: 200, json: { resCode: "00" } });
    expect(await statusNow()).toBe("pending");
    await gateway.gateway.simulation.sandboxes["toy"]?.play?.({ reference, account: "" }, "paid");
    for (const wrong of [pathname.slice(0, -1), pathname.replace("/toy/", "/kplus/"), "/upstream/toy/account_1"])
      expect((await tell(wrong)).status).toBe(404);
    expect(await statusNow()).toBe("pending");
    expect((await gateway.call("POST", pathname, { key: null, body: { nothing: "1" } })).status).toBe(404);
    await tell(pathname);
    expect(await statusNow()).toBe("successful");
    expect(await toldOf(gateway, json.id)).toEqual(["charge.create", "charge.complete"]);
  });
});

test("a bank is given the time that it asks for, verb by verb", async () => {
  const answersWithin = { open: seconds(45) };
  const bank = aToyBank("toy", { scan: qr, as: "qr" }, { answersWithin, open: () => new Promise<never>(() => {}) });
  const waited: number[] = [];
  const methods = [aMethod({ kind: "code", flow: "offline", shows: "qr" })];
  const gateway = await aGateway({ methods, banks: [bank], pause: async (ms) => void waited.push(ms) });
  const body = { amount: 50_000, currency: "THB", source: { type: "toy_pay" } };
  expect((await gateway.call("POST", "/charges", { body })).json).toMatchObject({ status: "pending" });
  expect(waited).toEqual([seconds(45)]);
});

test("a gateway does not start with a method whose bank cannot do what it promises", async () => {
  const bank = aToyBank("toy");
  const bare = (verb: "open" | "refund") => ({
    ...bank,
    sandbox: (surroundings: Parameters<typeof bank.sandbox>[0]) => {
      const { connector } = bank.sandbox(surroundings);
      delete connector[verb];
      return { connector };
    },
  });
  const method = aMethod({ kind: "code", flow: "offline", shows: "qr" });
  await expect(aGateway({ methods: [method], banks: [bare("refund")] })).rejects.toThrow("toy has no way to refund");
  await expect(aGateway({ methods: [method], banks: [bare("open")] })).rejects.toThrow("toy has no way to open");
});

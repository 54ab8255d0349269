import { beforeAll, describe, expect, test } from "vitest";
import { newestVersion } from "../../src/api/wire/version.ts";
import { type Country, countryCodes } from "../../src/domain/base/country.ts";
import { days } from "../../src/domain/base/time.ts";
import { type ApiVersion, apiVersions } from "../../src/domain/merchant/account.ts";
import type { FailureCode } from "../../src/domain/payment/failure.ts";
import { flowOf, isLinked } from "../../src/domain/payment/journey.ts";
import { cardType, currenciesOf, failureCodesOf, firstLimits, type Method } from "../../src/domain/payment/method.ts";
import { type SourceParameter, sourceFields } from "../../src/domain/payment/source-field.ts";
import { type Answer, aGatewayForAll, type TestGateway } from "../kit/gateway.ts";
import {
  actAsPayer,
  amountFor,
  aShopIn,
  aSourceOf,
  chargeBy,
  currencyOf,
  decide,
  hasSource,
  meansOf,
  smallest,
} from "../kit/paying.ts";
import { engines } from "../storage/engine.ts";

/** A method as an account of a country has it. */
type Offer = { gateway: TestGateway; method: Method; country: Country };

/** The methods of each country's account, on one gateway for the whole walk. */
function offersOn(engine: (typeof engines)[number]): { all: Offer[]; gateway: () => TestGateway } {
  const gateway = aGatewayForAll({ engine });
  const all: Offer[] = [];
  beforeAll(async () => {
    for (const country of countryCodes) {
      const shop = await aShopIn(gateway(), country);
      all.push(...shop.methods.map((method) => ({ country, gateway: shop.gateway, method })));
    }
  });
  return { all, gateway };
}

/** Does the work for each, sixteen at a time; after a failure nothing more is begun. */
async function sixteenAtOnce<Each>(all: readonly Each[], work: (each: Each) => Promise<void>): Promise<void> {
  const queue = (function* () {
    yield* all;
  })();
  const worker = async () => {
    for (const each of queue) await work(each);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

const named = (version: ApiVersion) => ({ headers: { "omise-version": version } });

const createSource = ({ gateway, method }: Offer, patch: Record<string, unknown>, version: ApiVersion) =>
  gateway.call("POST", "/sources", {
    key: gateway.publicKey,
    json: { amount: amountFor(method), currency: currencyOf(method), ...aSourceOf(method), ...patch },
    ...named(version),
  });

/** A currency that the method does not take. */
const strangeTo = (method: Method) => (currenciesOf(method).includes("USD") ? "NOK" : "USD");

/** Checks that an object is answered in the form of the version. */
function expectForm({ status, headers, json }: Answer, version: ApiVersion, method: Method): void {
  const where = `${method.type} in ${version}: ${json.message}`;
  const newest = version === newestVersion;
  expect([status, headers.get("omise-version")], where).toEqual([200, version]);
  expect(["created_at" in json, "created" in json], where).toEqual([newest, !newest]);
  const currency = currencyOf(method);
  expect(json.currency, where).toBe(newest ? currency : currency.toLowerCase());
}

/** Walks sources of each method: the limits' amounts, one unit beyond, and a currency that is not the method's. */
const walkSources = (offers: readonly Offer[], version: ApiVersion) =>
  sixteenAtOnce(
    offers.filter(({ method }) => hasSource(method)),
    async (offer) => {
      const { method } = offer;
      const { type } = method;
      const [min, max] = [smallest(method), firstLimits(method).max];
      for (const amount of [min, max]) {
        const made = await createSource(offer, { amount }, version);
        expectForm(made, version, method);
        expect(made.json, type).toMatchObject({ object: "source", type, amount, charge_status: "unknown" });
        expect(made.json, type).toMatchObject({ scannable_code: null, references: null });
        expect(made.json.flow, type).toBe(flowOf(method));
      }
      for (const [patch, message] of [
        [{ amount: min - 1 }, `at least ${min}`],
        [{ amount: max + 1 }, `less than ${max}`],
        [{ currency: "USD" }, `currency must be ${currencyOf(method)}`],
      ] as const) {
        const { status, json } = await createSource(offer, patch, version);
        expect([status, json.code], type).toEqual([400, "bad_request"]);
        expect(json.message, type).toContain(message);
      }
    },
  );

/** Walks each parameter of each method's sources: without it, and with what cannot be one. */
const walkParameters = (offers: readonly Offer[], version: ApiVersion) =>
  sixteenAtOnce(
    offers.flatMap((offer) => Object.entries(offer.method.parameters).map((entry) => [offer, ...entry] as const)),
    async ([offer, name, need]) => {
      const { type } = offer.method;
      const { wire, reads } = sourceFields[name as SourceParameter]; // the keys of `parameters`
      const missing = await createSource(offer, { [wire]: undefined }, version);
      expect(missing.status, `${type} without ${wire}`).toBe(need === "required" ? 400 : 200);
      if (need === "required") {
        expect(missing.json.code, type).toBe("bad_request");
        expect(missing.json.message, type).toContain(wire);
      } else expectForm(missing, version, offer.method);
      const wrong = await createSource(offer, { [wire]: reads === "text" ? { deep: ["x"] } : "nonsense" }, version);
      expect([wrong.status, wrong.json.code], `${type} with wrong ${wire}`).toEqual([400, "bad_request"]);
    },
  );

/** A charge that waits for its payer where one is asked: plain cards are asked for with 3-D Secure. */
const charge = (
  { gateway, method }: Offer,
  patch: Record<string, unknown> = {},
  options: Parameters<typeof chargeBy>[3] = {},
) => {
  const secure = { authentication: "3DS", return_uri: "https://shop.example/back" };
  return chargeBy(gateway, method, { ...(method.type === cardType && secure), ...patch }, options);
};

/** Whether somebody is asked to pay: an account that its payer has linked is debited at once. */
const waits = ({ carries }: Method) => carries !== "linked account";

/** The parameter by which charges named their method before there were sources; null where they had none or have sources. */
const namedBy = (method: Method, version: ApiVersion) =>
  version < "2017-11-02" && hasSource(method) ? (flowOf(method) === "offline" ? "offline" : "offsite") : null;

/** A charge as its version asked for it: before there were sources by the method's name and its months, where the method requires no more. */
function asAskedIn(version: ApiVersion, method: Method): Record<string, unknown> {
  const { type, installment_term, ...more } = aSourceOf(method);
  const name = namedBy(method, version);
  if (!name || Object.keys(more).length > 0) return {};
  return { source: undefined, [name]: type, installment_terms: installment_term };
}

/** Walks charges of each method: the limits' amounts, one unit beyond, and a currency that is not the method's. */
const walkCharges = (offers: readonly Offer[], version: ApiVersion) =>
  sixteenAtOnce(offers, async (offer) => {
    const { method } = offer;
    const [min, max] = [smallest(method), firstLimits(method).max];
    const means = await meansOf(offer.gateway, method);
    for (const [patch, message] of [
      [{ amount: min - 1 }, `amount must be greater than or equal to ${min}`],
      [{ amount: max + 1 }, `amount must be less than or equal to ${max}`],
      [{ currency: strangeTo(method) }, "currency is currently not supported"],
    ] as const) {
      const asked = { ...asAskedIn(version, method), ...patch };
      const { status, json } = await charge(offer, asked, { ...named(version), means });
      expect([status, json.code], method.type).toEqual([400, "invalid_charge"]);
      expect(json.message, method.type).toContain(message);
    }
    for (const [amount, paidWith] of [
      [min, { means }],
      [max, {}],
    ] as const) {
      const asked = { ...asAskedIn(version, method), amount };
      const made = await charge(offer, asked, { ...named(version), ...paidWith });
      expectForm(made, version, method);
      const status = waits(method) ? "pending" : "successful";
      expect(made.json, method.type).toMatchObject({ object: "charge", amount, status });
      const name = namedBy(method, version);
      if (name) expect(made.json[name], method.type).toBe(method.type);
      else if (version >= "2017-11-02")
        expect(made.json.source?.type, method.type).toBe(hasSource(method) ? method.type : undefined);
    }
  });

type Made = { offer: Offer; charge: Answer["json"] };

/** The charges as they are now, read by pages of a hundred. */
async function asTheyAre(made: readonly Made[]): Promise<Made[]> {
  const now = new Map<string, Answer["json"]>();
  for (const gateway of new Set(made.map(({ offer }) => offer.gateway)))
    for (let offset = 0, total = 1; offset < total; offset += 100) {
      const { json } = await gateway.call("GET", `/charges?limit=100&offset=${offset}`);
      total = json.total;
      for (const charge of json.data) now.set(charge.id, charge);
    }
  return made.map(({ offer, charge }) => ({ offer, charge: now.get(charge.id) }));
}

const refunding = ({ offer, charge }: Made, body: Record<string, unknown>) =>
  offer.gateway.call("POST", `/charges/${charge.id}/refunds`, { body });

const walks = { sqlite: offersOn("sqlite"), postgres: offersOn("postgres") };

/** A method as an account of a country has it, on SQLite. */
function offerOf(type: string, country: Country): Offer {
  const found = walks.sqlite.all.find((offer) => offer.method.type === type && offer.country === country);
  if (!found) throw new Error(`${country} has no ${type}`);
  return found;
}

describe.each(engines)("on %s every method's charge", (engine) => {
  const { all, gateway } = walks[engine];

  test("fails with each of the method's codes, in its own words", async () => {
    const made: (Made & { code: FailureCode })[] = [];
    // a method's codes are the same in every country, so one engine walks them in each
    const once = Map.groupBy(all, ({ method }) => method.type).values();
    const offers = engine === "sqlite" ? all : [...once].flatMap(([offer]) => offer ?? []);
    const ways = offers.flatMap((offer) => failureCodesOf(offer.method).map((code) => ({ offer, code })));
    await sixteenAtOnce(ways, async ({ offer, code }) => {
      const { gateway, method } = offer;
      const metadata = { ends: code };
      const on = { method: method.type, metadata };
      // where nobody is asked, the bank is told what to answer
      if (!waits(method)) await gateway.call("POST", "/test/rules", { json: { fault: "decline", code, on } });
      const { json } = await charge(offer, { metadata });
      if (waits(method)) await actAsPayer(gateway, method, json, code);
      made.push({ offer, charge: json, code });
    });
    for (const [at, { offer, charge }] of (await asTheyAre(made)).entries()) {
      expect([charge.status, charge.failure_code], offer.method.type).toEqual(["failed", made[at]?.code]);
      expect(charge.failure_message, offer.method.type).toMatch(/^[a-z]/);
    }
  });

  test("expires where nobody pays, after the method's time", async () => {
    const made: Made[] = [];
    await sixteenAtOnce(
      all.filter(({ method }) => waits(method)),
      async (offer) => void made.push({ offer, charge: (await charge(offer)).json }),
    );
    await gateway().advance(Math.max(...all.map(({ method }) => method.expiresAfter)));
    for (const { offer, charge } of await asTheyAre(made)) {
      const { type, expiresAfter } = offer.method;
      expect([charge.status, charge.failure_code], type).toEqual(["expired", null]);
      expect(Date.parse(charge.expires_at) - Date.parse(charge.created_at), type).toBe(expiresAfter);
    }
  });

  test("is paid by its payer, books its fee, is told of once, and is refunded and voided as far and as long as the method says", async () => {
    const paid = async (offer: Offer): Promise<Made> => {
      const { gateway, method } = offer;
      const { json: created } = await charge(offer);
      return { offer, charge: waits(method) ? await decide(gateway, method, created, "successful") : created };
    };
    const old: Made[] = [];
    await sixteenAtOnce(all, async (offer) => {
      const { method, country } = offer;
      const { type, refund, voidable, journey } = method;
      const amount = amountFor(method);
      const one = await paid(offer);
      const { charge } = one;
      expect([charge.status, charge.paid], type).toEqual(["successful", true]);
      if (waits(method)) expect(charge.authorize_uri === null, type).toBe(journey.kind === "code" && !isLinked(method));
      if (hasSource(method)) expect(charge.source.charge_status, type).toBe("successful");
      if (hasSource(method)) {
        // recorded: a bank's reference of what is paid by a code or in a bank's app, and none by redirect or in a wallet's app
        const referenced = journey.kind === "code" || method.family === "mobile_banking";
        const shown = charge.source.provider_references;
        if (referenced) expect(shown.reference_number_1, type).toMatch(/^\w{16,19}$/);
        else expect(shown, type).toBeNull();
      }
      expect(charge.transaction_fees, type).toEqual({
        fee_flat: method.fees.flat,
        fee_rate: method.fees.rate,
        vat_rate: country === "TH" ? "7.0" : "0.0",
      });
      expect(
        [charge.refundable, charge.partially_refundable, charge.can_perform_void, charge.disputable],
        type,
      ).toEqual([refund.kind !== "none", refund.kind === "partial", voidable, method.disputable]);
      const { json: events } = await offer.gateway.call("GET", `/charges/${charge.id}/events`);
      expect(
        events.data.map(({ key }: { key: string }) => key),
        type,
      ).toEqual(["charge.create", ...(waits(method) ? ["charge.complete"] : [])]);

      const part = await refunding(one, { amount: 100 });
      expect(part.status, `${type} in part`).toBe(refund.kind === "partial" ? 200 : 400);
      if (refund.kind === "none") {
        for (const body of [{ amount }, { amount, void: true }])
          expect((await refunding(one, body)).json.code, type).toBe("failed_refund");
        return;
      }
      old.push(one);
      const whole = await paid(offer);
      const { json: voided } = await refunding(whole, { amount, void: true });
      if (voidable) return expect(voided, type).toMatchObject({ status: "closed", amount, voided: true });
      expect(voided.code, type).toBe("failed_void");
      expect((await refunding(whole, { amount })).json, type).toMatchObject({ status: "closed", voided: false });
    });

    const since = gateway().now();
    const daysOf = ({ offer: { method } }: Made) => (method.refund.kind === "none" ? 0 : method.refund.withinDays);
    const byTime = [...Map.groupBy(old, daysOf)].toSorted(([one], [other]) => one - other);
    for (const [withinDays, group] of byTime) {
      gateway().pass(since + days(withinDays) + 1_000 - gateway().now());
      await sixteenAtOnce(group, async (one) => {
        const { refund, type } = one.offer.method;
        const left = one.charge.amount - (refund.kind === "partial" ? 100 : 0);
        const { json } = await refunding(one, { amount: left });
        expect(json.code, type).toBe("failed_refund");
        expect(json.message, type).toMatch(/refund period/);
      });
    }
  });
});

// a version changes what is asked and answered, never what is stored: all of them on one engine, and the newest on the other
const asked: { engine: (typeof engines)[number]; version: ApiVersion }[] = [
  ...apiVersions.map((version) => ({ engine: "sqlite" as const, version })),
  { engine: "postgres", version: newestVersion },
];

describe.each(asked)("asked in version $version on $engine every method", ({ engine, version }) => {
  const { all } = walks[engine];

  test("makes a source with its limits' amounts, and refuses one unit beyond and other currencies", () =>
    walkSources(all, version));

  test("asks for each parameter that it requires, and takes no nonsense for one", () => walkParameters(all, version));

  test("makes a charge with its limits' amounts, and refuses one unit beyond and other currencies", () =>
    walkCharges(all, version));
});

test("an item without a price is named, where a method lends by what is bought", async () => {
  const items = [{ sku: "1", name: "Bowl", quantity: "1" }];
  const { json } = await createSource(offerOf("atome", "TH"), { items }, newestVersion);
  expect(json).toMatchObject({ code: "bad_request", message: "items[0] amount cannot be blank" });
});

test("an account has the methods of its country, and a header tells why another country's type is refused", async () => {
  const offered = async (country: Country) => {
    const { gateway } = offerOf("card", country);
    const { json } = await gateway.call("GET", "/capability", { key: gateway.publicKey });
    return json.payment_methods.map(({ name, currencies }: { name: string; currencies: string[] }) => [
      name,
      currencies[0],
    ]);
  };
  expect(await offered("JP")).toEqual([
    ["card", "JPY"],
    ["econtext", "JPY"],
    ["paypay", "JPY"],
  ]);
  expect(await offered("SG")).toContainEqual(["paynow", "SGD"]);
  expect(await offered("MY")).toContainEqual(["fpx", "MYR"]);
  const thai = await offered("TH");
  // recorded capabilities of 2025: wallets of other countries, in their currencies
  for (const row of [
    ["dana", "SGD"],
    ["gcash", "SGD"],
    ["promptpay", "THB"],
  ])
    expect(thai).toContainEqual(row);
  const { json, headers } = await offerOf("card", "TH").gateway.call("POST", "/sources", {
    body: { amount: 5_000, currency: "SGD", type: "paynow" },
  });
  expect(json).toMatchObject({ code: "bad_request", message: "type is currently not supported" });
  expect(headers.get("chamra-hint")).toBe("paynow is not for accounts of TH");
});

test("a bank that FPX does not reach is refused, and a telephone number of another length at a convenience store", async () => {
  const sourceIn = async (country: Country, body: Record<string, unknown>) =>
    (await offerOf("card", country).gateway.call("POST", "/sources", { body })).json;
  const fpx = { amount: 5_000, currency: "MYR", type: "fpx" };
  expect(await sourceIn("MY", { ...fpx, bank: "maybank2u" })).toMatchObject({ bank: "maybank2u", flow: "redirect" });
  expect((await sourceIn("MY", { ...fpx, bank: "scb" })).message).toBe("bank is currently not supported");
  const konbini = { amount: 300, currency: "JPY", type: "econtext", name: "Yamada", email: "yamada@example.com" };
  expect((await sourceIn("JP", { ...konbini, phone_number: "012345" })).message).toBe(
    "phone_number must contain 10-11 digit characters",
  );
});

test("a payer in Japan gets a link with the number to pay under", async () => {
  const { gateway, method } = offerOf("econtext", "JP");
  const { json } = await chargeBy(gateway, method);
  expect(json).toMatchObject({
    return_uri: null,
    source: { flow: "offline", references: { payment_code: expect.any(String) } },
  });
  const page = await gateway.call("GET", new URL(json.authorize_uri).pathname, { key: null });
  expect(page.text).toContain(json.source.references.payment_code);
  expect(page.text).toContain("Payment code");
  expect(page.text).not.toContain("payment_code");
});

test("Maybank's installments ask for a sum by term, and their interest is the merchant's", async () => {
  const { gateway } = offerOf("installment_mbb", "MY");
  const source = (amount: number, patch = {}) =>
    gateway.call("POST", "/sources", {
      body: { amount, currency: "MYR", type: "installment_mbb", installment_term: 12, ...patch },
    });
  expect((await source(99_999)).json.message).toBe("amount must be at least 100000");
  expect((await source(100_000)).json).toMatchObject({ absorption_type: "merchant", zero_interest_installments: true });
  expect((await source(100_000, { zero_interest_installments: false })).json.message).toBe(
    "zero_interest_installments must be true for mbb",
  );
});

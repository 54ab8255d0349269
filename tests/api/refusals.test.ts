import { describe, expect, test } from "vitest";
import { aToken, cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { findCharge } from "../kit/find.ts";
import { type Answer, aGateway, type TestGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

type Value = unknown;
type Row = [value: Value, message: string, code?: string, status?: number];

const notText = "must be text";
const notNumber = "is not a number";
const notInteger = "must be an integer";
const halfCharacter = "is invalid: it has half of a surrogate pair, such as \\ud83d without \\ude00";
const notFlag = "must be true or false";
const blank = "cannot be blank";
const notObject = "must be an object";
const atLeast = "must be greater than or equal to 2000 (thb subunits)";
const notUri = "must be an absolute URI such as https://shop.example/orders/1";
const notTime = "must be a time such as 2026-01-31T00:00:00Z";
const notAhead = "must be in the future and at most 7 days ahead";
const notSource = "must be the id of a source, or the parameters of one";
const notSupported = "is currently not supported";
const long = (length: number) => "x".repeat(length);
const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

const missing: Row[] = [
  [undefined, blank],
  [null, blank],
  ["", blank],
];

/** Values that are no whole number. */
const unreadable: Row[] = [
  ["abc", notNumber],
  [" ", notNumber],
  ["1e3", notInteger],
  ["0x10", notNumber],
  ["150,000", notNumber],
  [true, notNumber],
  [[150000], notNumber],
  [{ a: 1 }, notNumber],
  [1.5, notInteger],
  [25712.000000000004, notInteger],
  ["1500.00", notInteger],
  [1e21, notInteger],
  ["1.", notNumber],
  ["1.5.0", notNumber],
  ["9007199254740993", "is out of range"],
];

/** Values that are no whole number above zero. */
const amounts: Row[] = [...unreadable, [-1, "must be greater than 0"], [0, "must be greater than 0"]];

const withCode = (rows: Row[], code: string): Row[] => rows.map(([value, message]) => [value, message, code]);

const uris: Row[] = [
  ["orders", notUri],
  ["/orders", notUri],
  ["//shop.example/orders", notUri],
  ["http://", notUri],
  ["http:shop.example", notUri],
  ["https://shop.example/\n", notUri],
  ["java\tscript:alert(1)", notUri],
  [5, notUri],
  [[], notUri],
  [{ a: 1 }, notUri],
  ["javascript:alert(1)", "cannot start with javascript:"],
  ["JavaScript:alert(1)", "cannot start with javascript:"],
  ["data:text/html,x", "cannot start with data:"],
  ["file:///etc/passwd", "cannot start with file:"],
  ["about:blank", "cannot start with about:"],
  [`http://shop.example/${long(2000)}`, "is too long (maximum is 2000 characters)"],
];

const flags: Row[] = [
  ["maybe", notFlag],
  ["yes", notFlag],
  [2, notFlag],
  [[], notFlag],
  [{ a: 1 }, notFlag],
];

const metadata: Row[] = [
  ["x", notObject],
  [5, notObject],
  [true, notObject],
  [[], notObject],
  [[{ a: 1 }], notObject],
  [{ a: long(33_000) }, "is too large (maximum is 32768 characters of JSON)"],
  [nested(33), "is nested too deeply (maximum is 32 levels)"],
];

const texts = (maximum: number): Row[] => [
  [[], notText],
  [{ a: 1 }, notText],
  [true, notText],
  ["a\0b", "is invalid"],
  ["\ud800", halfCharacter],
  [long(maximum + 1), `is too long (maximum is ${maximum} characters)`],
];

describe("POST /charges refuses, and creates nothing", () => {
  const tables: Record<string, Row[]> = {
    amount: [
      ...withCode(missing, "invalid_amount"),
      ...withCode(unreadable, "invalid_charge"),
      ...[-1, 0, 1999].map((amount): Row => [amount, atLeast, "invalid_charge"]),
      ["15000001", "must be less than or equal to 15000000 (thb subunits)", "invalid_charge"],
    ],
    currency: [
      ...withCode(missing, "invalid_charge"),
      ...["USD", "jpy", "THBX", "invalid", "฿", 764, ["THB"]].map(
        (currency): Row => [currency, notSupported, "invalid_charge"],
      ),
    ],
    return_uri: [[undefined, blank], ["", blank], ...uris],
    metadata,
    description: texts(1000),
    ip: texts(64),
    capture: flags,
    zero_interest_installments: flags,
    authorization_type: [
      ["maybe", "must be pre_auth or final_auth"],
      [[], "must be pre_auth or final_auth"],
    ],
    authentication: [["PIN", "must be 3DS or PASSKEY"]],
    customer: [
      ["cust_test_5z4ykxh42cn7qsxw1w5", "cust_test_5z4ykxh42cn7qsxw1w5 was not found", "not_found", 404],
      [{}, "must be the id of a customer"],
      [5, "must be the id of a customer"],
    ],
    transaction_indicator: [["ABC", "must be MIT or CIT"]],
    first_charge: [[["chrg_1"], "must be the id of a charge"]],
    expires_at: [
      ["tomorrow", notTime],
      [1768450000, notTime],
      ["2026-01-15T04:00:00", notTime],
      ["2026-02-30", notTime],
      ["2026-13-01", notTime],
      [[], notTime],
      ["2026-01-14", notAhead],
      ["2026-01-15T03:00:00Z", notAhead],
      ["2026-01-22T03:00:01Z", notAhead],
    ],
    webhook_endpoints: [
      [["https://a.example/1", "https://a.example/2", "https://a.example/3"], "must have at most 2 entries"],
      [["ftp://a.example/"], "must be an absolute http or https address"],
      [["shop"], "must be an absolute http or https address"],
      ["shop", "must be an absolute http or https address"],
      [["https://user:secret@a.example/"], "must not contain a user name or password"],
      [["https://a b.example/"], "must not contain white space"],
      [[5], "must be a list of text values"],
      [{ a: "https://a.example/" }, "must be a list of text values"],
    ],
    source: [
      [5, notSource],
      [true, notSource],
      [[], notSource],
      [["src_test_5z4ykxh42cn7qsxw1w5"], notSource],
      ["../charges", notSource],
      [long(65), notSource],
    ],
  };

  for (const [name, rows] of Object.entries(tables)) {
    test.each(rows)(`${name} %j`, async (value, message, code = "bad_request", status = 400) => {
      const gateway = await aGateway();
      const answer = await gateway.call("POST", "/charges", { json: { ...aCharge, [name]: value } });
      expectRefusal(answer, status, code, `${name} ${message}`);
      expect(await chargesIn(gateway)).toBe(0);
    });
  }

  test.each<[Value, string, string?, number?]>([
    [undefined, "either source, card or customer parameter must be supplied", "not_found", 404],
    [{}, "type cannot be blank"],
    [{ type: "" }, "type cannot be blank"],
    [{ type: [] }, "type must be text"],
    [{ type: "card" }, "type is currently not supported"],
    [{ type: "fpx" }, "type is currently not supported"],
    [{ type: "constructor" }, "type is currently not supported"],
    [{ type: "mobile_banking_kbank", platform_type: "WINDOWS" }, "platform_type must be IOS, ANDROID or WEB"],
    [{ type: "mobile_banking_kbank", email: ["a"] }, "email must be text"],
    [{ type: "mobile_banking_kbank", email: long(256) }, "email is too long (maximum is 255 characters)"],
    [{ type: "mobile_banking_kbank", phone_number: long(33) }, "phone_number is too long (maximum is 32 characters)"],
    [
      { type: "mobile_banking_kbank", zero_interest_installments: "maybe" },
      "zero_interest_installments must be true or false",
    ],
    [{ type: "installment_wlb_ktc" }, "installment_term cannot be blank"],
    [{ type: "installment_wlb_ktc", installment_term: "four" }, "installment_term is not a number"],
    [{ type: "installment_wlb_ktc", installment_term: 4.5 }, "installment_term must be an integer"],
    [
      { type: "installment_wlb_ktc", installment_term: 11 },
      "installment_term must be one of 3, 4, 5, 6, 7, 8, 9, 10 for ktc",
    ],
    [
      { type: "installment_wlb_ktc", installment_term: 4 },
      "amount must be greater than or equal to 200000 (thb subunits)",
      "invalid_charge",
    ],
    ["src_test_5z4ykxh42cn7qsxw1w5", "source src_test_5z4ykxh42cn7qsxw1w5 was not found", "not_found", 404],
  ])("the source %j", async (source, message, code = "bad_request", status = 400) => {
    const gateway = await aGateway();
    expectRefusal(await gateway.call("POST", "/charges", { json: { ...aCharge, source } }), status, code, message);
    expect(await chargesIn(gateway)).toBe(0);
  });

  test.each<[Value, string, string?, number?]>([
    [5, "card must be the id of a token"],
    [true, "card must be the id of a token"],
    [[], "card must be the id of a token"],
    [{ number: "4242424242424242" }, "card must be the id of a token"],
    ["tokn_test_5z4ykxh42cn7qsxw1w5", "token tokn_test_5z4ykxh42cn7qsxw1w5 was not found", "not_found", 404],
  ])("the card %j", async (card, message, code = "bad_request", status = 400) => {
    const gateway = await aGateway();
    const body = { amount: 100000, currency: "THB", card };
    expectRefusal(await gateway.call("POST", "/charges", { json: body }), status, code, message);
    expect(await chargesIn(gateway)).toBe(0);
  });

  test("what belongs to another account or mode, as if it did not exist", async () => {
    const gateway = await aGateway();
    const { json: source } = await aSource(gateway);
    const token = await aToken(gateway);
    const charge = (body: object) =>
      gateway.call("POST", "/charges", {
        key: gateway.liveSecretKey,
        json: { ...aCharge, source: undefined, ...body },
      });
    expectRefusal(await charge({ source: source.id }), 404, "not_found", `source ${source.id} was not found`);
    expectRefusal(await charge({ card: token }), 404, "not_found", `token ${token} was not found`);
  });

  test("a source or token that was used, or that the other charges", async () => {
    const gateway = await aGateway();
    const { json: source } = await aSource(gateway);
    const first = await kplusCharge(gateway, { source: source.id });
    const again = await kplusCharge(gateway, { source: source.id });
    expectRefusal(again, 400, "invalid_charge", "source was already used");

    const card = await aToken(gateway);
    await gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card } });
    const reused = await gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card } });
    expectRefusal(reused, 400, "used_token", "token was already used");
    expect(first.status).toBe(200);
    expect(await chargesIn(gateway)).toBe(2);
  });

  test("an amount unlike the source's", async () => {
    const gateway = await aGateway();
    const { json: source } = await aSource(gateway);
    const refused = await kplusCharge(gateway, { source: source.id, amount: 150001 });
    expectRefusal(refused, 400, "invalid_charge", "amount must match the amount of the source (150000)");
    expect(await chargesIn(gateway)).toBe(0);
    expect((await kplusCharge(gateway, { source: source.id })).status).toBe(200);
  });

  test("a card where none belongs, and none where one belongs", async () => {
    const gateway = await aGateway();
    const card = await aToken(gateway);
    const surplus = await kplusCharge(gateway, { card });
    expectRefusal(surplus, 400, "bad_request", "card cannot be used together with mobile_banking_kbank");
    const missing = await installmentCharge(gateway, { card: undefined });
    expectRefusal(missing, 400, "bad_request", "card cannot be blank: installment_wlb_ktc needs a card token");
  });

  test("several faults at once, in one sentence", async () => {
    const gateway = await aGateway();
    const two = await gateway.call("POST", "/charges", { json: {} });
    expectRefusal(two, 400, "invalid_amount", "currency cannot be blank and amount cannot be blank");
    const three = await gateway.call("POST", "/charges", { json: { amount: "x", currency: "y", capture: "z" } });
    const message = "currency is currently not supported, amount is not a number, and capture must be true or false";
    expectRefusal(three, 400, "invalid_charge", message);
  });

  test("but not for parameters that it does not know", async () => {
    const gateway = await aGateway();
    const { status } = await gateway.call("POST", "/charges", {
      json: { ...aCharge, foo: "bar", platform_fee: { fixed: 1 } },
    });
    expect(status).toBe(200);
  });
});

describe("POST /sources refuses", () => {
  const source = { amount: 150000, currency: "THB", type: "mobile_banking_kbank" };
  test.each<[object, string]>([
    ...[...missing, ...unreadable].map(([amount, message]): [object, string] => [{ amount }, `amount ${message}`]),
    ...[-1, 0].map((amount): [object, string] => [{ amount }, "amount must be at least 2000"]),
    [
      { amount: undefined, currency: undefined, type: undefined },
      "amount cannot be blank, currency cannot be blank, and type cannot be blank",
    ],
    [{ amount: 1999 }, "amount must be at least 2000"],
    [{ amount: 15000001 }, "amount must be less than 15000000"],
    [{ currency: "USD" }, "currency must be THB"],
    [{ currency: 764 }, "currency is currently not supported"],
    [{ type: "fpx" }, "type is currently not supported"],
    [{ type: "card" }, "type is currently not supported"],
    [{ type: "__proto__" }, "type is currently not supported"],
    [{ type: { a: 1 } }, "type must be text"],
    [{ platform_type: "X" }, "platform_type must be IOS, ANDROID or WEB"],
    [{ name: [] }, "name must be text"],
    [{ name: long(256) }, "name is too long (maximum is 255 characters)"],
    [{ store_id: true }, "store_id must be text"],
    [{ amount: 1, currency: "USD" }, "amount must be at least 2000 and currency must be THB"],
    [
      { type: "installment_wlb_ktc", amount: 1000, currency: "JPY" },
      "amount must be at least 200000, currency must be THB, and installment_term cannot be blank",
    ],
    [
      { type: "installment_wlb_bbl", installment_term: 10, amount: 499999 },
      "amount must be at least 500000 (10 months of at least THB 500.00)",
    ],
    [
      { type: "installment_wlb_bbl", installment_term: 7, amount: 500000 },
      "installment_term must be one of 3, 4, 6, 8, 9, 10 for bbl",
    ],
  ])("%j", async (patch, message) => {
    const gateway = await aGateway();
    const answer = await gateway.call("POST", "/sources", { json: { ...source, ...patch }, key: gateway.publicKey });
    expectRefusal(answer, 400, "bad_request", message);
  });
});

describe("POST /tokens refuses", () => {
  const card = { name: "Somchai Prasert", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  test.each<[object, string, string?]>([
    [{}, "request contains no card parameters", "missing_card"],
    [{ card: "4242424242424242" }, "card must be an object", "bad_request"],
    [{ card: [] }, "card must be an object", "bad_request"],
    [{ card: { ...card, number: [] } }, "number must be text", "bad_request"],
    [{ card: { ...card, security_code: true } }, "security_code must be text", "bad_request"],
    [{ card: { ...card, name: long(256) } }, "name is too long (maximum is 255 characters)", "bad_request"],
    [{ card: { ...card, number: "" } }, "number can't be blank and brand not supported (unknown)"],
    [{ card: { ...card, number: "4242424242424241" } }, "number is invalid"],
    [{ card: { ...card, number: "9999999999999999" } }, "number is invalid and brand not supported (unknown)"],
    [{ card: { ...card, name: "" } }, "name can't be blank"],
    [{ card: { ...card, expiration_year: 2020 } }, "expiration date cannot be in the past"],
    [
      { card: { ...card, expiration_month: 13 } },
      "expiration month is not between 1 and 12 and expiration date is invalid",
    ],
    [{ card: { ...card, expiration_year: "soon" } }, "expiration year is invalid"],
    [{ card: { ...card, security_code: "12" } }, "security code is invalid"],
    [
      { card: {} },
      "expiration month can't be blank, expiration month is not between 1 and 12, name can't be blank, expiration year is invalid, number can't be blank, and brand not supported (unknown)",
    ],
  ])("%j", async (json, message, code = "invalid_card") => {
    const gateway = await aGateway();
    expectRefusal(await gateway.call("POST", "/tokens", { json, key: gateway.publicKey }), 400, code, message);
  });

  test("never repeating the number in its message", async () => {
    const gateway = await aGateway();
    const json = { card: { ...card, number: "4111111111111112", security_code: "9876543" } };
    const { text } = await gateway.call("POST", "/tokens", { json, key: gateway.publicKey });
    expect(text).not.toMatch(/4111|98765/);
  });
});

describe("refunds refuse", () => {
  test.each<[object, string, string?]>([
    ...[...missing, ...amounts].map(([amount, message]): [object, string, string] => [
      { amount },
      `amount ${message}`,
      "failed_refund",
    ]),
    ...metadata.map(([value, message]): [object, string] => [{ amount: 1, metadata: value }, `metadata ${message}`]),
    ...flags.map(([value, message]): [object, string] => [{ amount: 1, void: value }, `void ${message}`]),
    [{ amount: 100001 }, "amount must be at most 100000, which is what is left to refund", "failed_refund"],
  ])("%j", async (json, message, code = "bad_request") => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway);
    expectRefusal(await gateway.call("POST", `/charges/${charge.id}/refunds`, { json }), 400, code, message);
    const { json: after } = await gateway.call("GET", `/charges/${charge.id}`);
    expect([after.refunded_amount, after.refunds.total]).toEqual([0, 0]);
  });

  test("what was not paid", async () => {
    const gateway = await aGateway();
    const { json: charge } = await installmentCharge(gateway);
    const refused = await gateway.call("POST", `/charges/${charge.id}/refunds`, { json: { amount: 400000 } });
    expectRefusal(refused, 400, "failed_refund", "charge was not paid, so there is nothing to refund");
  });
});

describe("capture, reverse, expire and marks refuse", () => {
  test("by the charge's state", async () => {
    const gateway = await aGateway();
    const { json: paid } = await cardCharge(gateway);
    const { json: pending } = await kplusCharge(gateway);
    const { json: held } = await cardCharge(gateway, { capture: false });
    const rows: [string, string, string][] = [
      [`${paid.id}/capture`, "failed_capture", "Charge was already captured"],
      [`${pending.id}/capture`, "failed_capture", "Charge is not authorized"],
      [`${paid.id}/reverse`, "failed_reverse", "only uncaptured authorized charges can be reversed"],
      [`${pending.id}/reverse`, "failed_reverse", "only uncaptured authorized charges can be reversed"],
      [`${paid.id}/expire`, "failed_expire", "charge cannot be expired: it is successful"],
      [`${held.id}/expire`, "failed_expire", "charge cannot be expired: it is authorized"],
      [
        `${paid.id}/mark_as_paid`,
        "invalid_charge",
        "only pending charges can be marked as paid or failed, this one is successful",
      ],
      [
        `${held.id}/mark_as_failed`,
        "invalid_charge",
        "only pending charges can be marked as paid or failed, this one is authorized",
      ],
    ];
    for (const [path, code, message] of rows) {
      expectRefusal(await gateway.call("POST", `/charges/${path}`), 400, code, message);
    }
    for (const action of ["capture", "reverse", "expire", "mark_as_paid", "mark_as_failed", "refunds"]) {
      const unknown = await gateway.call("POST", `/charges/chrg_test_unknown/${action}`, { json: { amount: 1 } });
      expectRefusal(unknown, 404, "not_found", "charge chrg_test_unknown was not found");
    }
  });

  test.each<Row>([
    ...amounts.filter(([value]) => value !== 0),
    [100001, "must be at most 100000, which is what was authorized", "failed_capture"],
    [50000, "below the charge's amount needs authorization_type=pre_auth at creation", "failed_capture"],
  ])("capture_amount %j", async (value, message, code = "bad_request") => {
    const gateway = await aGateway();
    const { json: held } = await cardCharge(gateway, { capture: false });
    const answer = await gateway.call("POST", `/charges/${held.id}/capture`, { json: { capture_amount: value } });
    expectRefusal(answer, 400, code, `capture_amount ${message}`);
    expect((await gateway.call("GET", `/charges/${held.id}`)).json.capturable).toBe(true);
  });
});

describe.each(engines)("on %s", (engine) => {
  test.each([
    ["a K PLUS charge", kplusCharge],
    [
      "a card charge with 3-D Secure",
      (gateway: TestGateway) => cardCharge(gateway, { authentication: "3DS", return_uri: "https://shop.example/done" }),
    ],
  ])("of many marks of %s at once, those that did not decide it are refused as later ones are", async (_, make) => {
    const gateway = await aGateway({ engine });
    const { json: charge } = await make(gateway);
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, at) => {
        const asked = at % 2 === 0 ? "failed" : "successful";
        const address = `/charges/${charge.id}/mark_as_${asked === "failed" ? "failed" : "paid"}`;
        return { asked, ...(await gateway.call("POST", address)) };
      }),
    );
    const { status: became } = (await gateway.call("GET", `/charges/${charge.id}`)).json;
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    for (const { asked, status, json } of answers) {
      if (status === 200) expect([asked, json.status]).toEqual([became, became]);
      else expect([status, json.code]).toEqual([400, "invalid_charge"]);
    }
  });
});

describe("PATCH refuses", () => {
  test.each<[object, string]>([
    ...metadata.map(([value, message]): [object, string] => [{ metadata: value }, `metadata ${message}`]),
    ...texts(1000).map(([value, message]): [object, string] => [{ description: value }, `description ${message}`]),
  ])("for a charge %j", async (json, message) => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway, { description: "before" });
    expectRefusal(await gateway.call("PATCH", `/charges/${charge.id}`, { json }), 400, "bad_request", message);
    expect((await gateway.call("GET", `/charges/${charge.id}`)).json.description).toBe("before");
  });

  test.each<[object, string]>([
    [{ webhook_uri: "shop" }, "webhook_uri must be an absolute http or https address"],
    [{ webhook_uri: "ftp://shop.example" }, "webhook_uri must be an absolute http or https address"],
    [{ webhook_uri: [] }, "webhook_uri must be text"],
    [{ zero_interest_installments: "maybe" }, "zero_interest_installments must be true or false"],
    [{ chain_enabled: "maybe" }, "chain_enabled must be true or false"],
    ...uris.map(([value, message]): [object, string] => [{ chain_return_uri: value }, `chain_return_uri ${message}`]),
    [{ metadata_export_keys: "x" }, "metadata_export_keys must be an object"],
    [{ metadata_export_keys: [] }, "metadata_export_keys must be an object"],
    [{ metadata_export_keys: { charge: [5] } }, "charge must be a list of text values"],
    [{ metadata_export_keys: { charge: { a: 1 } } }, "charge must be a list of text values"],
  ])("for the account %j", async (json, message) => {
    const gateway = await aGateway();
    const before = await gateway.call("GET", "/account");
    expectRefusal(await gateway.call("PATCH", "/account", { json }), 400, "bad_request", message);
    expect((await gateway.call("GET", "/account")).json).toEqual(before.json);
  });

  test("for a live account, webhook addresses that others could read or that are ours", async () => {
    const gateway = await aGateway();
    const set = (webhook_uri: string) =>
      gateway.call("PATCH", "/account", { key: gateway.liveSecretKey, json: { webhook_uri } });
    expectRefusal(await set("http://shop.example"), 400, "bad_request", "webhook_uri must be https in live mode");
    const ours = "webhook_uri must be reachable from the public internet in live mode";
    expectRefusal(await set("https://localhost/hook"), 400, "bad_request", ours);
    expectRefusal(await set("https://10.0.0.1/hook"), 400, "bad_request", ours);
  });
});

describe("lists refuse", () => {
  const words = "must be chronological or reverse_chronological";
  test.each([
    ["limit=x", "limit is not a number"],
    ["limit=1.5", "limit must be an integer"],
    ["limit[]=1", "limit is not a number"],
    ["offset=x", "offset is not a number"],
    ["order=newest", `order ${words}`],
    ["from=yesterday", `from ${notTime}`],
    ["to=2026-02-30", `to ${notTime}`],
    ["limit=x&order=y", `limit is not a number and order ${words}`],
  ])("%s", async (query, message) => {
    const gateway = await aGateway();
    for (const path of ["/charges", "/refunds", "/events", "/transactions"]) {
      expectRefusal(await gateway.call("GET", `${path}?${query}`), 400, "bad_request", message);
    }
  });
});

describe("whatever cannot be read is refused before anything happens", () => {
  const json = "application/json";
  const form = "application/x-www-form-urlencoded";
  const tooNested = "the request has too deeply nested parameters";
  const tooMuch = "the request has too many parameters, or too deeply nested ones";
  const neither = "the request body must be a form (application/x-www-form-urlencoded) or JSON";

  test.each([
    ["broken JSON", json, "{amount:1}", "the request body is not valid JSON"],
    ["half of JSON", json, '{"amount":1', "the request body is not valid JSON"],
    ["a JSON list", json, "[1]", "the request body must be a JSON object"],
    ["JSON text", json, '"amount"', "the request body must be a JSON object"],
    ["a JSON number", json, "1546130668394913822", "the request body must be a JSON object"],
    ["deep JSON", json, `${'{"a":'.repeat(20)}1${"}".repeat(20)}`, tooNested],
    ["very deep JSON", json, `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`, tooNested],
    [
      "very deep metadata",
      json,
      `{"amount":2000,"currency":"THB","metadata":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`,
      "metadata is nested too deeply (maximum is 32 levels)",
    ],
    ["a deep form", form, `a${"[a]".repeat(20)}=1`, tooMuch],
    ["a form of a thousand parameters", form, "a=1&".repeat(1_001), tooMuch],
    ["a long list", form, "a[]=1&".repeat(200), tooMuch],
    ["a large body", form, `a=${long(300_000)}`, "the request body is too large (maximum is 262144 bytes)"],
    ["XML", "text/xml", "<amount>1</amount>", neither],
    ["multipart of another kind", "multipart/mixed; boundary=x", "--x--", neither],
    [
      "malformed percent signs",
      form,
      "amount=%zz&currency=100%&source=%",
      "currency is currently not supported, amount is not a number, and source must be the id of a source, or the parameters of one",
    ],
    ["a list of amounts", form, "amount[]=2000&amount[]=3000&currency=THB", "amount is not a number"],
  ])("%s", async (_, type, body, message) => {
    const gateway = await aGateway();
    const code = message.includes("amount is not") ? "invalid_charge" : "bad_request";
    expectRefusal(await raw(gateway, "POST", "/charges", type, body), 400, code, message);
    expect(await chargesIn(gateway)).toBe(0);
  });

  test("a body on GET that is too large", async () => {
    const gateway = await aGateway();
    const answer = await gateway.call("GET", `/charges?limit=1&x=${long(10_000)}`);
    expect(answer.status).toBe(200);
  });

  test.each([
    ["/charges/%zz", 400, "bad_request", "the address of the request cannot be read"],
    [`/charges/${long(300)}`, 400, "bad_request", "the address of the request cannot be read"],
  ])("the address %s", async (path, status, code, message) => {
    expectRefusal(await (await aGateway()).call("GET", path), status, code, message);
  });

  for (const engine of ["sqlite", "postgres"] as const) {
    test(`ids that no database could hold are just not found, on ${engine}`, async () => {
      const gateway = await aGateway({ engine });
      for (const path of ["/charges/%00", "/events/%00", "/transactions/%00", "/sources/%00", "/charges/%00/refunds"]) {
        const { status, json } = await gateway.call("GET", path);
        expect([path, status, json.code]).toEqual([path, 404, "not_found"]);
      }
    });

    test(`metadata may hold any character, on ${engine}`, async () => {
      const gateway = await aGateway({ engine });
      const metadata = { "\0": "a\0b", surrogates: "\ud83d\ude00", quote: "'\"\\" };
      const { json } = await gateway.call("POST", "/charges", { json: { ...aCharge, metadata } });
      expect(json.metadata).toEqual(metadata);
      expect((await gateway.call("GET", `/charges/${json.id}`)).json.metadata).toEqual(metadata);
    });
  }

  test("methods that a path does not have", async () => {
    const gateway = await aGateway();
    for (const [method, path] of [
      ["DELETE", "/charges"],
      ["PUT", "/charges/chrg_test_x"],
      ["POST", "/balance"],
      ["GET", "/unknown"],
    ] as const) {
      const answer = await gateway.call(method, path);
      expectRefusal(answer, 404, "service_not_found", `the service ${method} ${path} was not found`);
    }
  });

  test("a version that is no date", async () => {
    const gateway = await aGateway();
    const answer = await gateway.call("GET", "/balance", { headers: { "Omise-Version": "newest" } });
    expectRefusal(answer, 400, "bad_request", "Omise-Version must be a date such as 2019-05-29");
  });
});

describe("keys", () => {
  test("of the wrong kind get the recorded sentence, and in a header which kind is right", async () => {
    const gateway = await aGateway();
    const token = await gateway.call("POST", "/tokens", { json: {} });
    expectRefusal(token, 401, "authentication_failure", "authentication failed");
    expect(token.headers.get("chamra-hint")).toBe("this endpoint takes a public key");
    const charge = await gateway.call("GET", "/charges", { key: gateway.publicKey });
    expectRefusal(charge, 401, "authentication_failure", "authentication failed");
    expect(charge.headers.get("chamra-hint")).toBe("this endpoint takes a secret key");
  });

  test.each([
    [null, /^no key came: it is the user name of HTTP Basic/],
    ["skey_test_5xuy4w91xqz7d1wabcd", /^no key skey_test_\.\.\.abcd works here: .*`chamra key list` shows its keys$/],
    ["skey_5xuy4w91xqz7d1wabcd", /^no key skey_\.\.\.abcd works here/],
    ["skey_test_\n5xuy4w91xqz7d1wabcd", /^what came is no key/],
    ["somebody@shop.example", /^what came is no key/],
  ])("that open nothing (%s) get the recorded sentence, and in a header what may be wrong", async (key, hint) => {
    const answer = await (await aGateway()).call("GET", "/balance", { key });
    expectRefusal(answer, 401, "authentication_failure", "authentication failed");
    expect(answer.headers.get("chamra-hint")).toMatch(hint);
    expect(answer.headers.get("chamra-hint")).not.toContain("5xuy4w91");
  });

  test("are asked for before anything is read", async () => {
    const answer = await (await aGateway()).call("POST", "/charges", { json: { amount: "x" }, key: null });
    expectRefusal(answer, 401, "authentication_failure", "authentication failed");
  });
});

test("what was not found is said with its kind and id", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  for (const [path, message] of [
    ["/charges/x", "charge x was not found"],
    ["/sources/x", "source x was not found"],
    ["/events/x", "event x was not found"],
    ["/transactions/x", "transaction x was not found"],
    [`/charges/${charge.id}/refunds/x`, "refund x was not found"],
    ["/charges/x/refunds", "charge x was not found"],
    ["/charges/x/events", "charge x was not found"],
  ] as const) {
    expectRefusal(await gateway.call("GET", path), 404, "not_found", message);
  }
  expectRefusal(
    await gateway.call("GET", "/tokens/x", { key: gateway.publicKey }),
    404,
    "not_found",
    "token x was not found",
  );
});

test("an empty list of webhook endpoints leaves the account's in place", async () => {
  const gateway = await aGateway();
  const { json } = await gateway.call("POST", "/charges", { json: { ...aCharge, webhook_endpoints: [] } });
  expect((await findCharge(gateway.gateway.store, json.id))?.webhookEndpoints).toBeNull();
});

const aCharge = {
  amount: 150000,
  currency: "THB",
  return_uri: "http://example.com/orders/345678/complete",
  source: { type: "mobile_banking_kbank" },
};

function aSource(gateway: TestGateway): Promise<Answer> {
  const json = { amount: 150000, currency: "THB", type: "mobile_banking_kbank" };
  return gateway.call("POST", "/sources", { json, key: gateway.publicKey });
}

async function chargesIn(gateway: TestGateway): Promise<number> {
  return (await gateway.call("GET", "/charges")).json.total;
}

async function raw(gateway: TestGateway, method: string, path: string, type: string, body: string): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${gateway.secretKey}:`).toString("base64")}`;
  const headers = { authorization, "content-type": type };
  const response = await fetch(`${gateway.url}${path}`, { method, headers, body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
}

function expectRefusal({ status, json }: Answer, expected: number, code: string, message: string): void {
  expect({ status, json }).toEqual({
    status: expected,
    json: {
      object: "error",
      location: `https://www.omise.co/api-errors#${code.replaceAll("_", "-")}`,
      code,
      message,
    },
  });
}

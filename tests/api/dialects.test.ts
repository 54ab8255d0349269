import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { cardCharge, kplusCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";

const formType = "application/x-www-form-urlencoded";
const jsonType = "application/json";
const complete = "http://example.com/orders/345678/complete";
const kplus = `amount=150000&currency=THB&return_uri=${complete}&source[type]=mobile_banking_kbank`;

describe("forms", () => {
  test.each([
    ["raw brackets", "source[type]=mobile_banking_kbank&source[platform_type]=IOS"],
    ["encoded brackets", "source%5Btype%5D=mobile_banking_kbank&source%5Bplatform_type%5D=IOS"],
    ["encoded brackets in lower case", "source%5btype%5d=mobile_banking_kbank&source%5bplatform_type%5d=IOS"],
  ])("%s", async (_, source) => {
    const body = `amount=150000&currency=THB&return_uri=${encodeURIComponent(complete)}&${source}`;
    const { json } = await post(await aGateway(), "/charges", body);
    expect(json).toMatchObject({ status: "pending", return_uri: complete, source: { platform_type: "IOS" } });
  });

  test.each([
    ["with empty brackets", "webhook_endpoints[]=https://a.example/1&webhook_endpoints[]=https://b.example/2"],
    [
      "with encoded brackets",
      "webhook_endpoints%5B%5D=https://a.example/1&webhook_endpoints%5B%5D=https://b.example/2",
    ],
    ["with indexes", "webhook_endpoints[0]=https://a.example/1&webhook_endpoints[1]=https://b.example/2"],
    [
      "with encoded indexes",
      "webhook_endpoints%5B0%5D=https://a.example/1&webhook_endpoints%5B1%5D=https://b.example/2",
    ],
  ])("a list %s", async (_, list) => {
    const gateway = await aGateway();
    const { json } = await post(gateway, "/charges", `${kplus}&${list}`);
    const stored = await findCharge(gateway.gateway.store, json.id);
    expect(stored?.webhookEndpoints).toEqual(["https://a.example/1", "https://b.example/2"]);
  });

  test.each([
    ["true", true],
    ["1", true],
    ["TRUE", true],
    ["false", false],
    ["0", false],
  ])("zero_interest_installments=%s is %s", async (text, value) => {
    const body = `amount=400000&currency=THB&type=installment_wlb_ktc&installment_term=4&zero_interest_installments=${text}`;
    const { json } = await post(await aGateway(), "/sources", body);
    expect(json.zero_interest_installments).toBe(value);
  });

  test("an empty value is an absent one", async () => {
    const body = `${kplus}&description=&ip=&expires_at=&capture=&metadata=&card=&source[platform_type]=&webhook_endpoints=`;
    const { status, json } = await post(await aGateway(), "/charges", body);
    expect(status).toBe(200);
    expect(json).toMatchObject({ description: null, ip: null, metadata: {}, card: null });
    expect(json.source.platform_type).toBeNull();
  });

  test.each([
    "application/x-www-form-urlencoded; charset=utf-8",
    "application/x-www-form-urlencoded;charset=UTF-8",
    "APPLICATION/X-WWW-FORM-URLENCODED",
  ])("as %s", async (type) => {
    const body = `${kplus}&description=${encodeURIComponent("ชำระ ¥ 支払い")}`;
    const { json } = await post(await aGateway(), "/charges", body, type);
    expect(json).toMatchObject({ status: "pending", description: "ชำระ ¥ 支払い" });
  });

  test("plus signs and %20 are both spaces", async () => {
    const gateway = await aGateway();
    expect((await post(gateway, "/charges", `${kplus}&description=a+b%20c`)).json.description).toBe("a b c");
  });

  test.each([
    ["the same twice", "currency=THB&currency=THB", { currency: "THB" }],
    ["another value", "description=first&description=last", { description: "last" }],
    [
      "one of a card's or source's own",
      "source[platform_type]=WEB&source%5Bplatform_type%5D=IOS",
      { source: { platform_type: "IOS" } },
    ],
    [
      "in metadata",
      "metadata[a]=1&metadata[b][c]=2&metadata[b][c]=3&metadata[a]=4",
      { metadata: { a: "4", b: { c: "3" } } },
    ],
    ["at an index", "metadata[l][0]=1&metadata[l][1]=2&metadata[l][0]=3", { metadata: { l: ["3", "2"] } }],
    ["an empty one at last, which is absent", "description=first&description=", { description: null }],
  ])("of a parameter that comes twice the last counts: %s", async (_, repeated, expected) => {
    const { json } = await post(await aGateway(), "/charges", `${kplus}&${repeated}`);
    expect(json).toMatchObject(expected);
  });

  test("the last counts in an address too, and the body before the address", async () => {
    const gateway = await aGateway();
    const { json } = await post(gateway, "/charges?description=a&description=b&ip=192.0.2.1", `${kplus}&ip=192.0.2.2`);
    expect(json).toMatchObject({ description: "b", ip: "192.0.2.2" });
  });

  test("a file that is sent as a form may end in a line break", async () => {
    const { json } = await post(
      await aGateway(),
      "/charges",
      `amount=150000&currency=THB&return_uri=${complete}&source[type]=mobile_banking_kbank\r\n`,
    );
    expect(json).toMatchObject({ object: "charge", source: { type: "mobile_banking_kbank" } });
  });

  test("a percent sign that begins no escape is one", async () => {
    const { json } = await post(
      await aGateway(),
      "/charges",
      `${kplus}&description=100% %zz %E0%B8%81 50%&metadata[5%]=%`,
    );
    expect(json).toMatchObject({ description: "100% %zz ก 50%", metadata: { "5%": "%" } });
  });

  test("spaces around an amount do not matter, nor does the case of a currency", async () => {
    const body = "amount=+150000+&currency=thb&type=mobile_banking_kbank";
    expect((await post(await aGateway(), "/sources", body)).json).toMatchObject({ amount: 150000, currency: "THB" });
  });
});

describe("JSON", () => {
  test("explicit nulls are absent", async () => {
    const { status, json } = await postJson(await aGateway(), "/charges", {
      amount: 150000,
      currency: "THB",
      return_uri: complete,
      source: { type: "mobile_banking_kbank", platform_type: null, email: null },
      card: null,
      description: null,
      metadata: null,
      capture: null,
      webhook_endpoints: null,
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ description: null, metadata: {}, source: { platform_type: null } });
  });

  test("numbers may be text", async () => {
    const body = { amount: "400000", currency: "THB", type: "installment_wlb_ktc", installment_term: "4" };
    const { json } = await postJson(await aGateway(), "/sources", body);
    expect(json).toMatchObject({ amount: 400000, installment_term: 4 });
  });

  test.each([
    [true, true],
    [1, true],
    ["true", true],
    [false, false],
    [0, false],
    ["0", false],
  ])("a flag may be %o", async (given, value) => {
    const body = { amount: 400000, currency: "THB", type: "installment_wlb_ktc", installment_term: 4 };
    const { json } = await postJson(await aGateway(), "/sources", { ...body, zero_interest_installments: given });
    expect(json.zero_interest_installments).toBe(value);
  });

  test("a card may come as numbers", async () => {
    const gateway = await aGateway();
    const card = { name: "Somchai Prasert", number: 4242424242424242, expiration_month: 1, expiration_year: 30 };
    const body = { card: { ...card, security_code: 123, postal_code: 10320 } };
    const { json } = await postJson(gateway, "/tokens", body, gateway.publicKey);
    expect(json.card).toMatchObject({
      last_digits: "4242",
      postal_code: "10320",
      expiration_month: 1,
      expiration_year: 2030,
      security_code_check: true,
    });
  });

  test.each(["", " ", "\r\n"])("the body may be empty although the type says JSON: %j", async (body) => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    const { status, json } = await post(gateway, `/charges/${charge.id}/expire`, body, jsonType);
    expect([status, json.status]).toEqual([200, "expired"]);
  });

  test("a charset may follow the type", async () => {
    const body = JSON.stringify({ amount: 2000, currency: "THB", type: "mobile_banking_kbank", name: "สมชาย" });
    const { json } = await post(await aGateway(), "/sources", body, "application/json; charset=utf-8");
    expect(json.name).toBe("สมชาย");
  });

  test("the type may be missing", async () => {
    const gateway = await aGateway();
    const body = { amount: 2000, currency: "THB", type: "mobile_banking_kbank" };
    const asJson = await send(gateway, { method: "POST", path: "/sources", body: JSON.stringify(body) });
    const asForm = await send(gateway, {
      method: "POST",
      path: "/sources",
      body: new URLSearchParams({ ...body, amount: "2000" }).toString(),
    });
    expect([asJson.json.amount, asForm.json.amount]).toEqual([2000, 2000]);
  });

  test("the body may come in chunks of unknown length", async () => {
    const body = JSON.stringify({ amount: 2000, currency: "THB", type: "mobile_banking_kbank" });
    const headers = { "content-type": jsonType, "transfer-encoding": "chunked" };
    const { json } = await send(await aGateway(), { method: "POST", path: "/sources", headers, body });
    expect(json.amount).toBe(2000);
  });
});

describe("a request without parameters", () => {
  test.each(["null", '""', "[]", " [ ] ", "{}"])("may have the JSON body %s", async (body) => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway, { capture: false });
    const { json } = await post(gateway, `/charges/${charge.id}/capture`, body, jsonType);
    expect(json).toMatchObject({ status: "successful", captured_amount: 100000 });
    expect((await post(gateway, "/charges", body, jsonType)).json.message).toBe(
      "currency cannot be blank and amount cannot be blank",
    );
  });
});

describe("0 leaves a number out where one can be left out, as Omise's Java library cannot say it otherwise", () => {
  test.each(['{"capture_amount":0}', '{"capture_amount":"0"}'])("captures the whole amount for %s", async (body) => {
    const gateway = await aGateway();
    const { json: charge } = await cardCharge(gateway, { capture: false, authorization_type: "pre_auth" });
    const { json } = await post(gateway, `/charges/${charge.id}/capture`, body, jsonType);
    expect(json).toMatchObject({ status: "successful", captured_amount: 100000 });
  });

  test("makes a source without an installment term, where there is none, and misses the term where there must be one", async () => {
    const gateway = await aGateway();
    const source = { amount: 400000, currency: "THB", installment_term: 0, zero_interest_installments: false };
    const kbank = await postJson(gateway, "/sources", { ...source, type: "mobile_banking_kbank" });
    expect(kbank.json).toMatchObject({ object: "source", installment_term: null });
    const ktc = await postJson(gateway, "/sources", { ...source, type: "installment_wlb_ktc" });
    expect(ktc.json.message).toBe("installment_term cannot be blank");
  });

  test.each<[string, object, string]>([
    [
      "/charges",
      { amount: 0, currency: "THB", source: { type: "mobile_banking_kbank" } },
      "amount must be greater than or equal to 2000 (thb subunits)",
    ],
    ["/sources", { amount: 0, currency: "THB", type: "mobile_banking_kbank" }, "amount must be at least 2000"],
  ])("but not where it is required: %s %j", async (path, body, message) => {
    expect((await postJson(await aGateway(), path, body)).json.message).toBe(message);
  });
});

describe("an integer is read as it was written", () => {
  test.each(["25712.000000000004", "25712.0", "2.5712e4"])(
    "so %s is none, in JSON as little as in a form",
    async (amount) => {
      const gateway = await aGateway();
      const json = await post(
        gateway,
        "/sources",
        `{"amount":${amount},"currency":"THB","type":"mobile_banking_kbank"}`,
        jsonType,
      );
      const form = await post(gateway, "/sources", `amount=${amount}&currency=THB&type=mobile_banking_kbank`);
      expect([json.json.message, form.json.message]).toEqual([
        "amount must be an integer",
        "amount must be an integer",
      ]);
    },
  );
});

describe("text that is not UTF-8 is refused, whole, and nothing happens", () => {
  /** น้ำ in TIS-620. */
  const tis620 = Buffer.from([0xb9, 0xe9, 0xd3]);
  const message =
    "the request is not in UTF-8: convert text in another encoding, such as TIS-620 (windows-874), before it is sent";
  const around = (before: string, bytes: Buffer, after = "") =>
    Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
  const asJson = JSON.stringify({
    amount: 150000,
    currency: "THB",
    return_uri: complete,
    source: { type: "mobile_banking_kbank" },
    description: "?",
  });

  test.each<[string, Partial<Raw>]>([
    ["a form with raw bytes", { body: around(`${kplus}&description=`, tis620) }],
    ["a form that encodes them", { body: `${kplus}&description=%B9%E9%D3` }],
    ["a name in a form", { body: `${kplus}&metadata[%B9%E9%D3]=1` }],
    ["half a character in a form", { body: `${kplus}&description=%E0%B8` }],
    ["half of a surrogate pair in a form", { body: `${kplus}&description=%ED%A0%BD` }],
    ["JSON", { body: around(asJson.replace('?"}', ""), tis620, '"}'), headers: { "content-type": jsonType } }],
    ["a name in JSON", { body: around('{"', tis620, `":1,${asJson.slice(1)}`), headers: { "content-type": jsonType } }],
    ["an address that encodes them", { path: "/charges?description=%B9%E9%D3", body: kplus }],
  ])("%s", async (_, request) => {
    const gateway = await aGateway();
    const { status, json } = await send(gateway, {
      method: "POST",
      path: "/charges",
      headers: { "content-type": formType },
      ...request,
    });
    expect([status, json.code, json.message]).toEqual([400, "bad_request", message]);
    expect((await send(gateway, { path: "/charges" })).json.total).toBe(0);
  });

  test("the body of a GET", async () => {
    const { json } = await send(await aGateway(), {
      path: "/charges",
      body: around('{"order":"', tis620, '"}'),
      headers: { "content-type": jsonType },
    });
    expect(json.message).toBe(message);
  });

  test("a request without a key is refused for that first", async () => {
    const request = {
      method: "POST",
      path: "/charges",
      body: tis620,
      headers: { "content-type": formType },
      key: null,
    };
    expect((await send(await aGateway(), request)).status).toBe(401);
  });

  test("the dashboard's request log tells of it", async () => {
    const gateway = await aGateway();
    const seat = await signedIn(gateway, "viewer");
    await send(gateway, { method: "POST", path: "/charges", body: tis620, headers: { "content-type": formType } });
    const { json: page } = await seat.test.get("/requests");
    const { json } = await seat.test.get(`/requests/${page.data[0].id}`);
    expect(json.response_body).toContain(message);
  });

  test("UTF-8 is read where it stands raw in a body", async () => {
    const gateway = await aGateway();
    const thai = "น้ำ 🎉";
    const { json } = await post(gateway, "/charges", `${kplus}&description=${thai}&metadata[${thai}]=${thai}`);
    expect(json).toMatchObject({ description: thai, metadata: { [thai]: thai } });
  });

  test.each([
    ["a value", '{"description":"a\\ud83d"}', "description"],
    ["a value of metadata", '{"metadata":{"a":[{"b":"\\uDE00\\uD83D"}]}}', "metadata"],
    ["a key of metadata", '{"metadata":{"\\ud83d":1}}', "metadata"],
    ["an address", '{"return_uri":"https://shop.example/\\ud83d"}', "return_uri"],
    ["a list", '{"webhook_endpoints":["https://shop.example/\\ud83d"]}', "webhook_endpoints"],
    ["what nobody knows", '{"foo":{"\\ud83d":1}}', "foo"],
  ])("half of a surrogate pair in JSON, in %s", async (_, part, name) => {
    const gateway = await aGateway();
    const { status, json } = await post(gateway, "/charges", `${asJson.slice(0, -1)},${part.slice(1)}`, jsonType);
    expect([status, json.code, json.message]).toEqual([
      400,
      "bad_request",
      `${name} is invalid: it has half of a surrogate pair, such as \\ud83d without \\ude00`,
    ]);
    expect((await send(gateway, { path: "/charges" })).json.total).toBe(0);
  });

  test("a whole pair that is escaped is a character", async () => {
    const body = `${asJson.slice(0, -1)},"metadata":{"\\ud83c\\udf89":"\\uD83C\\uDF89"}}`;
    expect((await post(await aGateway(), "/charges", body, jsonType)).json.metadata).toEqual({ "🎉": "🎉" });
  });

  test.each([jsonType, formType])("a byte order mark before %s is named", async (type) => {
    const body = `\ufeff${type === jsonType ? asJson : kplus}`;
    const { json } = await post(await aGateway(), "/charges", body, type);
    expect(json.message).toBe("the request body begins with a byte order mark: send UTF-8 without one");
  });
});

describe("what a header says of the body", () => {
  test.each([
    ["gzip", gzipSync(kplus)],
    ["deflate", deflateSync(kplus)],
    ["GZIP, identity", gzipSync(kplus)],
  ])("Content-Encoding: %s is named as the cause", async (encoding, body) => {
    const headers = { "content-type": formType, "content-encoding": encoding };
    const { status, json } = await send(await aGateway(), { method: "POST", path: "/charges", headers, body });
    expect([status, json.message]).toEqual([
      400,
      "Content-Encoding is not supported: send the request body uncompressed",
    ]);
  });

  test("Content-Encoding: identity says nothing, nor does any where there is no body", async () => {
    const gateway = await aGateway();
    const headers = { "content-type": formType, "content-encoding": "identity" };
    const { json: charge } = await send(gateway, { method: "POST", path: "/charges", headers, body: kplus });
    expect(charge.object).toBe("charge");
    const path = `/charges/${charge.id}/expire`;
    const expired = await send(gateway, { method: "POST", path, headers: { "content-encoding": "gzip" } });
    expect(expired.json.status).toBe("expired");
  });

  test.each([
    [`${jsonType}, ${jsonType}`, "a"],
    [`${jsonType},${formType}`, "a"],
    [`${jsonType}; charset=utf-8, ${jsonType}; charset=utf-8`, "a"],
  ])("of two types, %s, the first counts", async (type, name) => {
    const body = JSON.stringify({ amount: 2000, currency: "THB", type: "mobile_banking_kbank", name });
    expect((await post(await aGateway(), "/sources", body, type)).json.name).toBe(name);
  });

  test.each(["json", ";", "application/"])("a type that is none, %s, is named as the cause", async (type) => {
    const { status, json } = await post(await aGateway(), "/charges", kplus, type);
    expect([status, json.message]).toEqual([
      400,
      "Content-Type cannot be read: it must be application/x-www-form-urlencoded or application/json",
    ]);
  });
});

describe("multipart/form-data, as PHP sends a list of fields", () => {
  const multipart = (boundary: string, ...parts: string[]) =>
    [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join("");
  const part = (name: string, value: string) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;
  const source = [part("amount", "150000"), part("currency", "THB"), part("type", "mobile_banking_kbank")];

  test("is read like any form", async () => {
    const gateway = await aGateway();
    const form = new FormData();
    for (const [name, value] of new URLSearchParams(kplus)) form.append(name, value);
    form.append("description", "ค่าสินค้า & 100%\r\n+ --x");
    form.append("metadata[ก]", "ข=1");
    form.append("metadata[list][]", "a");
    form.append("metadata[list][]", "b");
    form.append("ip", "");
    const authorization = `Basic ${Buffer.from(`${gateway.secretKey}:`).toString("base64")}`;
    const answer = await fetch(`${gateway.url}/charges`, { method: "POST", headers: { authorization }, body: form });
    expect(await answer.json()).toMatchObject({
      status: "pending",
      ip: null,
      description: "ค่าสินค้า & 100%\r\n+ --x",
      metadata: { ก: "ข=1", list: ["a", "b"] },
      source: { type: "mobile_banking_kbank" },
    });
  });

  test.each([
    ["a boundary in quotes", 'multipart/form-data; boundary="a b"', multipart("a b", ...source)],
    ["other parameters before it", "Multipart/Form-Data; charset=utf-8; Boundary=x", multipart("x", ...source)],
    ["a preamble and an epilogue", "multipart/form-data; boundary=x", `hello\r\n${multipart("x", ...source)}bye`],
    [
      "more headers than one",
      "multipart/form-data; boundary=x",
      multipart("x", ...source.map((each) => `Content-Type: text/plain; charset=utf-8\r\n${each}`)),
    ],
    [
      "names without quotes",
      "multipart/form-data; boundary=x",
      multipart("x", ...source).replaceAll(/name="(\w+)"/g, "name=$1"),
    ],
  ])("with %s", async (_, type, body) => {
    const { json } = await post(await aGateway(), "/sources", body, type);
    expect(json).toMatchObject({ object: "source", amount: 150000 });
  });

  test.each([
    [
      "a file",
      multipart("x", ...source, 'Content-Disposition: form-data; name="name"; filename="a.txt"\r\n\r\nSomchai'),
      "name must be text, not a file",
    ],
    [
      "a part without a name",
      multipart("x", ...source, "Content-Disposition: form-data\r\n\r\nx"),
      "a part of the multipart body is not a form field with a name",
    ],
    [
      "a part that is all head",
      multipart("x", ...source, 'Content-Disposition: form-data; name="name"'),
      "a part of the multipart body is not a form field with a name",
    ],
    [
      "no end",
      multipart("x", ...source).replace("--x--", "--x"),
      "the multipart body does not end with the boundary of its Content-Type",
    ],
    [
      "another boundary",
      multipart("y", ...source),
      "the multipart body does not end with the boundary of its Content-Type",
    ],
    [
      "too many parts",
      multipart("x", ...Array(1_001).fill(part("name", "a"))),
      "the request has too many parameters, or too deeply nested ones",
    ],
  ])("%s is refused with the reason", async (_, body, message) => {
    const { status, json } = await post(await aGateway(), "/sources", body, "multipart/form-data; boundary=x");
    expect([status, json.code, json.message]).toEqual([400, "bad_request", message]);
  });

  test("no boundary is refused with the reason", async () => {
    const { json } = await post(await aGateway(), "/sources", multipart("x", ...source), "multipart/form-data");
    expect(json.message).toBe("Content-Type has no boundary");
  });
});

describe("metadata is the merchant's own and comes back as it was sent", () => {
  const metadata = {
    order: "A-1",
    empty: "",
    none: null,
    nested: { deep: { list: [1, "", null, { a: "" }], flag: false } },
    ชื่อ: "สมชาย 😀",
    zero: 0,
    price: 1.5,
    __proto: "x",
    "with.dot[and]brackets": true,
  };

  test("from JSON", async () => {
    const gateway = await aGateway();
    const body = { amount: 2000, currency: "THB", return_uri: complete, source: { type: "mobile_banking_kbank" } };
    const { json } = await postJson(gateway, "/charges", { ...body, metadata });
    expect(JSON.stringify(json.metadata)).toBe(JSON.stringify(metadata));
    const { json: again } = await send(gateway, { path: `/charges/${json.id}` });
    expect(JSON.stringify(again.metadata)).toBe(JSON.stringify(metadata));
  });

  test("from a form, where every value is text", async () => {
    const fields =
      "metadata[order]=6&metadata[empty]=&metadata[nested][a]=1&metadata[list][]=x&metadata[list][]=&metadata[%E0%B8%8A]=%F0%9F%98%80";
    const { json } = await post(await aGateway(), "/charges", `${kplus}&${fields}`);
    expect(json.metadata).toEqual({ order: "6", empty: "", nested: { a: "1" }, list: ["x", ""], ช: "😀" });
  });

  test("an update replaces all of it, and an empty object empties it", async () => {
    const gateway = await aGateway();
    const { json: charge } = await post(gateway, "/charges", `${kplus}&metadata[a]=1&metadata[b]=2`);
    const path = `/charges/${charge.id}`;
    const patched = await send(gateway, {
      method: "PATCH",
      path,
      headers: { "content-type": formType },
      body: "metadata[c]=3",
    });
    expect(patched.json.metadata).toEqual({ c: "3" });
    const emptied = await send(gateway, {
      method: "PATCH",
      path,
      headers: { "content-type": jsonType },
      body: '{"metadata":{}}',
    });
    expect(emptied.json.metadata).toEqual({});
  });

  test("a key called __proto__ is only a key", async () => {
    const gateway = await aGateway();
    const body = `{"amount":2000,"currency":"THB","return_uri":"${complete}","source":{"type":"mobile_banking_kbank"},"metadata":{"__proto__":{"polluted":true},"constructor":"x"}}`;
    const { status, text } = await post(gateway, "/charges", body, jsonType);
    expect(status).toBe(200);
    expect(text).toContain('"__proto__"');
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});

describe("lists", () => {
  /** Five K PLUS charges, a day apart from 2026-01-15T03:00:00Z on, of 2000, 3000, … satang. */
  async function fiveCharges(): Promise<TestGateway> {
    const gateway = await aGateway();
    for (const amount of [2000, 3000, 4000, 5000, 6000]) {
      await kplusCharge(gateway, { amount });
      await gateway.advance(86_400_000);
    }
    return gateway;
  }

  const amounts = (json: { data: { amount: number }[] }) => json.data.map(({ amount }) => amount);

  test("without parameters: oldest first, twenty, until now", async () => {
    const { json } = await send(await fiveCharges(), { path: "/charges" });
    const { data: _, ...rest } = json;
    expect(rest).toEqual({
      object: "list",
      limit: 20,
      offset: 0,
      total: 5,
      location: "/charges",
      order: "chronological",
      from: "1970-01-01T00:00:00Z",
      to: "2026-01-20T03:00:00Z",
    });
    expect(amounts(json)).toEqual([2000, 3000, 4000, 5000, 6000]);
    expect(Object.keys(json)).toEqual([
      "object",
      "data",
      "limit",
      "offset",
      "total",
      "location",
      "order",
      "from",
      "to",
    ]);
  });

  const parameters = { limit: "2", offset: "1", order: "reverse_chronological", from: "2026-01-16", to: "2026-01-19" };
  const page = { limit: 2, offset: 1, total: 3, from: "2026-01-16T00:00:00Z", to: "2026-01-19T00:00:00Z" };

  test.each<[string, Partial<Raw>]>([
    ["in the address", { path: `/charges?${new URLSearchParams(parameters)}` }],
    [
      "as a form in the body",
      { headers: { "content-type": formType }, body: new URLSearchParams(parameters).toString() },
    ],
    [
      "as JSON in the body",
      { headers: { "content-type": jsonType }, body: JSON.stringify({ ...parameters, limit: 2, offset: 1 }) },
    ],
    [
      "in a body in chunks",
      {
        headers: { "content-type": formType, "transfer-encoding": "chunked" },
        body: new URLSearchParams(parameters).toString(),
      },
    ],
    [
      "partly here, partly there",
      {
        path: "/charges?limit=2&offset=1",
        headers: { "content-type": jsonType },
        body: JSON.stringify({ order: parameters.order, from: parameters.from, to: parameters.to }),
      },
    ],
  ])("parameters %s", async (_, raw) => {
    const { json } = await send(await fiveCharges(), { path: "/charges", ...raw });
    expect(json).toMatchObject({ ...page, order: "reverse_chronological" });
    expect(amounts(json)).toEqual([4000, 3000]);
  });

  test.each([
    ["limit=1000", { limit: 100 }, 5],
    ["limit=0", { limit: 1 }, 1],
    ["limit=-5", { limit: 1 }, 1],
    ["offset=-5", { offset: 0 }, 5],
    ["offset=4", { offset: 4 }, 1],
    ["offset=5", { offset: 5, total: 5 }, 0],
    ["order=REVERSE_CHRONOLOGICAL", { order: "reverse_chronological" }, 5],
    ["from=2026-01-17T03:00:00Z", { from: "2026-01-17T03:00:00Z", total: 3 }, 3],
    ["from=2026-01-17T03:00:01Z", { total: 2 }, 2],
    ["to=2026-01-17T03:00:00Z", { to: "2026-01-17T03:00:00Z", total: 3 }, 3],
    ["from=2026-01-17T10:00:00%2B07:00", { from: "2026-01-17T03:00:00Z", total: 3 }, 3],
    ["from=2026-01-17T10:00:00+07:00", { from: "2026-01-17T03:00:00Z", total: 3 }, 3],
    ["from=2026-01-17T10:00:00.000+0700", { from: "2026-01-17T03:00:00Z", total: 3 }, 3],
    ["from=2026-01-16T20:00:00-07:00", { from: "2026-01-17T03:00:00Z", total: 3 }, 3],
    ["to=2026-01-14", { to: "2026-01-14T00:00:00Z", total: 0 }, 0],
    ["limit=&offset=&order=&from=&to=", { limit: 20, offset: 0, total: 5 }, 5],
  ])("%s", async (query, echoed, count) => {
    const { json } = await send(await fiveCharges(), { path: `/charges?${query}` });
    expect(json).toMatchObject(echoed);
    expect(json.data).toHaveLength(count);
  });

  test.each(["2026-01-17T10:00:00++07:00", "2026-01-17+10:00:00", "2026-01-17+07:00", "2026-01-17T10:00:00+"])(
    "a + that is none of an offset stays wrong: from=%s",
    async (from) => {
      const { status, json } = await send(await aGateway(), { path: `/charges?from=${from}` });
      expect([status, json.message]).toEqual([400, "from must be a time such as 2026-01-31T00:00:00Z"]);
    },
  );

  test("the + of a time in a form needs no encoding either", async () => {
    const { json } = await post(await aGateway(), "/charges", `${kplus}&expires_at=2026-01-16T10:00:00+07:00`);
    expect(json.expires_at).toBe("2026-01-16T03:00:00Z");
  });

  test("refunds and events of a charge, all events, refunds and transactions take the same parameters", async () => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    for (const path of [
      `/charges/${charge.id}/refunds`,
      `/charges/${charge.id}/events`,
      "/events",
      "/refunds",
      "/transactions",
    ]) {
      const { json } = await send(gateway, { path: `${path}?limit=5&offset=0&order=reverse_chronological` });
      expect(json, path).toMatchObject({ object: "list", limit: 5, location: path, order: "reverse_chronological" });
    }
  });
});

describe("addresses", () => {
  test.each(["/charges/", "/charges//", "//charges", "/charges/?limit=1", "/balance/", "/account/", "/capability/"])(
    "%s is answered without redirect",
    async (path) => {
      expect((await send(await aGateway(), { path })).status).toBe(200);
    },
  );

  test("a slash may follow an id and an action", async () => {
    const gateway = await aGateway();
    const { json: charge } = await kplusCharge(gateway);
    expect((await send(gateway, { path: `/charges/${charge.id}/` })).json.id).toBe(charge.id);
    expect((await post(gateway, `/charges/${charge.id}/mark_as_paid/`, "")).json.status).toBe("successful");
  });

  test("another path is no service", async () => {
    const { status, json } = await send(await aGateway(), { path: "/payments" });
    expect([status, json.code, json.message]).toEqual([
      404,
      "service_not_found",
      "the service GET /payments was not found",
    ]);
  });
});

describe("keys", () => {
  const basic = (text: string) => Buffer.from(text).toString("base64");

  test.each<[string, (key: string) => string]>([
    ["with a colon", (key) => `Basic ${basic(`${key}:`)}`],
    ["without a colon", (key) => `Basic ${basic(key)}`],
    ["with a password, which is ignored", (key) => `Basic ${basic(`${key}:x`)}`],
    ["with the scheme in lower case", (key) => `basic ${basic(`${key}:`)}`],
    ["with the scheme in upper case", (key) => `BASIC ${basic(`${key}:`)}`],
    ["with more than one space", (key) => `Basic   ${basic(`${key}:`)}`],
  ])("%s", async (_, authorization) => {
    const gateway = await aGateway();
    const headers = { authorization: authorization(gateway.secretKey) };
    expect((await send(gateway, { path: "/balance", headers, key: null })).status).toBe(200);
  });

  test.each<[string, (gateway: TestGateway) => Record<string, string>]>([
    ["no header", () => ({})],
    ["an empty key", () => ({ authorization: `Basic ${basic(":")}` })],
    ["an unknown key", () => ({ authorization: `Basic ${basic("skey_test_unknown:")}` })],
    ["another scheme", ({ secretKey }) => ({ authorization: `Bearer ${secretKey}` })],
    ["no base64", () => ({ authorization: "Basic ***" })],
    ["the key as the password", ({ secretKey }) => ({ authorization: `Basic ${basic(`:${secretKey}`)}` })],
    ["the public key", ({ publicKey }) => ({ authorization: `Basic ${basic(`${publicKey}:`)}` })],
  ])("%s is refused", async (_, headers) => {
    const gateway = await aGateway();
    const { status, json } = await send(gateway, { path: "/balance", headers: headers(gateway), key: null });
    expect([status, json.code]).toEqual([401, "authentication_failure"]);
    expect(json.message).toMatch(/^authentication failed/);
  });
});

describe("browsers", () => {
  const origin = "https://shop.example";

  test.each(["/tokens", "/sources", "/sources/", "/capability"])("may ask before calling %s", async (path) => {
    const headers = {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    };
    const answer = await send(await aGateway(), { method: "OPTIONS", path, headers, key: null });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST, OPTIONS",
      "access-control-allow-headers": "authorization,content-type",
    });
  });

  test("may read answers and refusals of what a public key opens", async () => {
    const gateway = await aGateway();
    const headers = { origin, "content-type": formType };
    const answers = [
      await send(gateway, { path: "/capability", headers: { origin }, key: gateway.publicKey }),
      await send(gateway, { method: "POST", path: "/sources", headers, body: "amount=1", key: gateway.publicKey }),
      await send(gateway, { method: "POST", path: "/tokens", headers, body: "card[name]=x", key: gateway.publicKey }),
      await send(gateway, { method: "POST", path: "/tokens", headers, body: "card[name]=x", key: "pkey_test_unknown" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 401]);
    expect(answers.map(({ headers }) => headers["access-control-allow-origin"])).toEqual(["*", "*", "*", "*"]);
  });

  test("may not read what needs the secret key", async () => {
    const gateway = await aGateway();
    const listed = await send(gateway, { path: "/charges", headers: { origin } });
    expect(listed.status).toBe(200);
    expect(listed.headers["access-control-allow-origin"]).toBeUndefined();
    const preflight = { origin, "access-control-request-method": "POST" };
    const asked = await send(gateway, { method: "OPTIONS", path: "/charges", headers: preflight, key: null });
    expect(asked.status).toBe(404);
    expect(asked.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("Omise.js makes a source: JSON to /sources/ and the public key without a colon", async () => {
    const gateway = await aGateway();
    const { status, headers, json } = await send(gateway, {
      method: "POST",
      path: "/sources/",
      key: null,
      headers: {
        origin,
        authorization: `Basic ${Buffer.from(gateway.publicKey).toString("base64")}`,
        "content-type": jsonType,
      },
      body: JSON.stringify({ amount: 150000, currency: "THB", platform_type: "IOS", type: "mobile_banking_kbank" }),
    });
    expect([status, headers["access-control-allow-origin"]]).toEqual([200, "*"]);
    expect(json).toMatchObject({ object: "source", amount: 150000, platform_type: "IOS" });
  });
});

describe("answers", () => {
  test("carry the headers of the API and pretty-printed JSON", async () => {
    const { headers, text } = await send(await aGateway(), { path: "/balance" });
    expect(headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-cache, no-store",
      "omise-version": "2019-05-29",
    });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(text).toMatch(/^\{\n {2}"object": "balance",\n/);
  });

  test("of errors carry no version", async () => {
    const { headers, json } = await send(await aGateway(), { path: "/charges/chrg_test_5z4ykxh42cn7qsxw1w5" });
    expect(headers["omise-version"]).toBeUndefined();
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(Object.keys(json)).toEqual(["object", "location", "code", "message"]);
  });
});

type Raw = {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** By default with the secret key; null for no key. */
  key?: string | null;
};

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape
type RawAnswer = { status: number; headers: IncomingHttpHeaders; text: string; json: any };

const post = (gateway: TestGateway, path: string, body: string, type = formType) =>
  send(gateway, { method: "POST", path, body, headers: { "content-type": type } });

const postJson = (gateway: TestGateway, path: string, body: unknown, key?: string) =>
  send(gateway, {
    method: "POST",
    path,
    body: JSON.stringify(body),
    headers: { "content-type": jsonType },
    ...(key && { key }),
  });

/** Sends exactly these bytes, without a client library, which matters for bodies on GET. */
function send(gateway: TestGateway, { method = "GET", path, headers = {}, body, key }: Raw): Promise<RawAnswer> {
  const { hostname, port } = new URL(gateway.url);
  const user = key === undefined ? gateway.secretKey : key;
  const authorization = user === null ? {} : { authorization: `Basic ${Buffer.from(`${user}:`).toString("base64")}` };
  const length =
    body === undefined || "transfer-encoding" in headers ? {} : { "content-length": String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { hostname, port, method, path, headers: { ...authorization, ...length, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const json = answer.headers["content-type"]?.includes("json") ? JSON.parse(text) : undefined;
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

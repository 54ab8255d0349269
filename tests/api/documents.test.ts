import { expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { fileMax } from "../../src/domain/dispute/document.ts";
import { aDispute, aFile, beginnings, upload } from "../kit/dispute-builders.ts";
import { aGateway, call, type TestGateway } from "../kit/gateway.ts";

const words = (text: string): string[] => text.split(/\s+/);
// Keys of a document recorded in April 2021 and in November 2017.
const newestKeys = words("object livemode id deleted filename location download_uri created_at");
const olderKeys = words("object id livemode location filename created");

const pathOf = (address: string): string => new URL(address).pathname;
const download = (gateway: TestGateway, address: string) => fetch(`${gateway.url}${pathOf(address)}`);

test("a file is uploaded as evidence, has the recorded keys in their order, and leaves its dispute open", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  const { status, json } = await upload(gateway, id, aFile("test.jpg", "image/jpeg", beginnings["image/jpeg"]));
  expect(status).toBe(200);
  expect(Object.keys(json)).toEqual(newestKeys);
  const location = `/disputes/${id}/documents/${json.id}`;
  expect(json).toMatchObject({ object: "document", livemode: false, deleted: false, filename: "test.jpg", location });
  expect((await gateway.call("GET", location)).json).toEqual(json);
  const list = (await gateway.call("GET", `/disputes/${id}/documents`)).json;
  expect(list).toMatchObject({ total: 1, data: [json], location: `/disputes/${id}/documents` });
  expect((await gateway.call("GET", `/disputes/${id}`)).json).toMatchObject({
    ...{ status: "open", documents: { total: 1, data: [json] } },
  });
  const older = await gateway.call("GET", location, { headers: { "Omise-Version": "2017-11-02" } });
  expect(Object.keys(older.json)).toEqual(olderKeys);
});

test("a file comes back, byte for byte, from an address that needs no key, as a file that no browser runs", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  for (const [type, contents] of Object.entries(beginnings)) {
    const [, extension = ""] = type.replace("jpeg", "jpg").split("/");
    const { json } = await upload(gateway, id, aFile(`a.${extension}`, type, contents));
    const answer = await download(gateway, json.download_uri);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(contents)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": type,
      "content-disposition": `attachment; filename="a.${extension}"`,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    });
  }
});

test("an address of a file is of no use with another code, another dispute or another document", async () => {
  const gateway = await aGateway();
  const [first, second] = [await aDispute(gateway), await aDispute(gateway)];
  const [one, other] = [(await upload(gateway, first.id)).json, (await upload(gateway, first.id)).json];
  const path = pathOf(one.download_uri);
  const code = path.slice(path.lastIndexOf("/") + 1);
  for (const wrong of [
    path.replace(code, [...code].reverse().join("")),
    path.replace(code, "x"),
    path.replace(first.id, second.id),
    path.replace(one.id, other.id),
    path.replace(one.id, one.id.slice(0, -1).concat(one.id.endsWith("a") ? "b" : "a")),
    path.replace(one.id, "docu_test_5nk28ic8h40m1z6kkwz"),
  ])
    expect((await fetch(`${gateway.url}${wrong}`)).status, wrong).toBe(404);
});

test("a deleted file is gone for everybody, at once, and older versions say only that it is deleted", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  const [one, other] = [(await upload(gateway, id)).json, (await upload(gateway, id)).json];
  const { json } = await gateway.call("DELETE", one.location);
  expect(json).toEqual({ ...one, deleted: true, download_uri: null });
  expect((await download(gateway, one.download_uri)).status).toBe(404);
  expect((await gateway.call("GET", one.location)).status).toBe(404);
  expect((await gateway.call("DELETE", one.location)).status).toBe(404);
  expect((await gateway.call("GET", `/disputes/${id}/documents`)).json).toMatchObject({ total: 1, data: [other] });
  const older = await gateway.call("DELETE", other.location, { headers: { "Omise-Version": "2017-11-02" } });
  expect(older.json).toEqual({ object: "document", id: other.id, livemode: false, deleted: true });
});

test("only JPEG, PNG and PDF are taken, by what a file says and by how it begins", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  for (const [name, type, contents] of [
    ["notes.md", "text/markdown", Buffer.from("# Notes")],
    ["page.png", "image/png", Buffer.from("<script>alert(1)</script>")],
    ["page.html", "text/html", beginnings["image/png"]],
    ["photo.jpg", "image/jpeg", beginnings["image/png"]],
    ["drawing.svg", "image/svg+xml", Buffer.from("<svg/>")],
    ["photo.png", "", beginnings["image/png"]],
    ["short.png", "image/png", beginnings["image/png"].subarray(0, 7)],
    ["late.pdf", "application/pdf", Buffer.from(" %PDF-1.7")],
  ] as const) {
    const { status, json } = await upload(gateway, id, aFile(name, type, contents));
    expect([name, status, json.code, json.message]).toEqual([name, 400, "invalid_file_type", "invalid content-type"]);
  }
  const misspelt = await upload(gateway, id, aFile("a.jpg", "image/jpg", beginnings["image/jpeg"]));
  expect(misspelt.status).toBe(200);
});

test("a request without a file is refused as missing_file, whatever else it has", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  const path = `/disputes/${id}/documents`;
  const other = new FormData();
  other.append("message", "hello");
  for (const options of [
    {},
    { body: { a: "1" } },
    { json: { a: 1 } },
    { form: other },
    { form: aFile("a.png", "image/png", Buffer.alloc(0)) },
  ]) {
    const { status, json } = await gateway.call("POST", path, options);
    expect([status, json.code, json.message]).toEqual([400, "missing_file", "file is missing"]);
  }
  const text = await gateway.call("POST", path, { body: { file: "evidence.png" } });
  expect([text.json.code, text.json.message]).toEqual(["bad_request", "file must be a file"]);
});

test("nothing can be added to or deleted from a dispute that is not open", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  const { json } = await upload(gateway, id);
  await gateway.call("PATCH", `/disputes/${id}`, { body: { message: "See the receipt." } });
  for (const refused of [await upload(gateway, id), await gateway.call("DELETE", json.location)])
    expect([refused.status, refused.json.code, refused.json.message]).toEqual([
      400,
      "documents_locked",
      "documents list cannot be modified",
    ]);
  expect((await download(gateway, json.download_uri)).status).toBe(200);
});

test.each(["sqlite", "postgres"] as const)(
  "a file of ten megabytes is taken, one byte more is not, on %s",
  async (engine) => {
    const gateway = await aGateway({ engine });
    const { id } = await aDispute(gateway);
    const largest = Buffer.concat([beginnings["image/png"], Buffer.alloc(fileMax - beginnings["image/png"].length, 7)]);
    const { json } = await upload(gateway, id, aFile("large.png", "image/png", largest));
    const answer = Buffer.from(await (await download(gateway, json.download_uri)).arrayBuffer());
    expect(answer.equals(largest)).toBe(true);
    for (const more of [1, 1_000_000]) {
      const tooLarge = await upload(
        gateway,
        id,
        aFile("a.png", "image/png", Buffer.concat([largest, Buffer.alloc(more)])),
      );
      expect([tooLarge.status, tooLarge.json.code, tooLarge.json.message]).toEqual([
        400,
        "bad_request",
        `file is too large (maximum is ${fileMax} bytes)`,
      ]);
    }
  },
);

test("a dispute has twenty files at most", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  for (let count = 0; count < 20; count += 1) expect((await upload(gateway, id)).status).toBe(200);
  const last = await upload(gateway, id);
  expect(last.json.message).toBe("dispute has 20 documents already, which is the maximum");
});

test("a repeated upload with the same key adds one file, and another file with that key is refused", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  const headers = { "Idempotency-Key": "once" };
  const send = (form: FormData) => gateway.call("POST", `/disputes/${id}/documents`, { form, headers });
  const first = await send(aFile());
  const second = await send(aFile());
  expect(second.json).toEqual(first.json);
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  const other = await send(
    aFile("evidence.png", "image/png", Buffer.concat([beginnings["image/png"], Buffer.from("!")])),
  );
  expect(other.status).toBe(400);
  expect((await gateway.call("GET", `/disputes/${id}/documents`)).json.total).toBe(1);
});

test("nobody without a key makes the gateway read a file", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  const path = `/disputes/${id}/documents`;
  for (const key of [null, "skey_test_wrong", gateway.publicKey]) {
    const { status, json } = await call(gateway.url, "POST", path, { form: aFile(), key });
    expect([status, json.code]).toEqual([401, "authentication_failure"]);
  }
});

test("half a year after a dispute was closed its files are erased; what they were called stays", async () => {
  const gateway = await aGateway();
  const [closed, open] = [await aDispute(gateway), await aDispute(gateway)];
  const [old, kept] = [(await upload(gateway, closed.id)).json, (await upload(gateway, open.id)).json];
  await gateway.call("PATCH", `/disputes/${closed.id}/accept`);
  await gateway.call("PATCH", `/disputes/${open.id}`, { body: { message: "See the receipt." } });
  await gateway.advance(days(180));
  expect((await download(gateway, old.download_uri)).status).toBe(200);
  await gateway.advance(days(1));
  expect((await download(gateway, old.download_uri)).status).toBe(404);
  expect((await gateway.call("GET", old.location)).json).toEqual({ ...old, download_uri: null });
  expect((await download(gateway, kept.download_uri)).status).toBe(200);
});

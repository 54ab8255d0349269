import { connect } from "node:net";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { beside, partsOf } from "../../src/api/http/multipart.ts";
import { Refusal } from "../../src/domain/base/errors.ts";
import { aDispute, beginnings } from "../kit/dispute-builders.ts";
import { aGateway } from "../kit/gateway.ts";

const type = "multipart/form-data; boundary=b";
const head = 'Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png';
const part = (lines: string, content: Buffer | string = ""): Buffer =>
  Buffer.concat([Buffer.from(`--b\r\n${lines}\r\n\r\n`), Buffer.from(content), Buffer.from("\r\n")]);
const body = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from("--b--\r\n")]);
const text = (name: string, value: string): Buffer => part(`Content-Disposition: form-data; name="${name}"`, value);

describe("a body with a file", () => {
  test("gives the bytes between the delimiters, whatever they are", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 40 }), (bytes, note) => {
        const contents = Buffer.from(bytes);
        fc.pre(!contents.includes("\r\n--b") && !note.includes("\r\n--b"));
        const { form, file } = partsOf(type, body(text("note", note), part(head, contents)), "file");
        expect(file?.contents.equals(contents)).toBe(true);
        expect([file?.filename, file?.contentType]).toEqual(["a.png", "image/png"]);
        expect(decodeURIComponent(form.slice("note=".length))).toBe(note.toWellFormed());
      }),
    );
  });

  test("may have a preamble and an epilogue, and the boundary inside a file where no line begins with it", () => {
    const contents = "a --b in the middle --b-- \n--b\r\n --b";
    const whole = Buffer.concat([Buffer.from("hello\r\n"), body(part(head, contents)), Buffer.from("bye")]);
    expect(partsOf(type, whole, "file").file?.contents.toString()).toBe(contents);
  });

  test("has no file where its sender chose none", () => {
    const none = 'Content-Disposition: form-data; name="file"; filename=""\r\nContent-Type: application/octet-stream';
    expect(partsOf(type, body(part(none)), "file").file).toBeUndefined();
    expect(partsOf(type, body(), "file")).toEqual({ form: "", file: undefined });
  });

  test.each([
    ["no boundary in its type", "multipart/form-data", body(part(head, "x")), "Content-Type has no boundary"],
    ["an endless boundary", `${type}${"b".repeat(70)}`, body(part(head, "x")), /^the boundary .* is too long/],
    ["another boundary", "multipart/form-data; boundary=c", body(part(head, "x")), /does not end with the boundary/],
    ["no end", type, part(head, "x"), /does not end with the boundary/],
    ["nothing", type, Buffer.alloc(0), /does not end with the boundary/],
    ["a delimiter that goes on", type, Buffer.from("--bb\r\n\r\n--b--"), /does not end with the boundary/],
    ["two files", type, body(part(head, "x"), part(head, "y")), "file must be one file"],
    ["a file elsewhere", type, body(part(head.replace('"file"', '"other"'), "x")), "other must be text, not a file"],
    ["a part without a name", type, body(part("Content-Disposition: form-data", "x")), /not a form field with a name/],
    ["a part without a head", type, Buffer.from("--b\r\nx\r\n--b--"), /not a form field with a name/],
    ["an empty part", type, Buffer.from("--b\r\n--b--"), /not a form field with a name/],
    ["an endless head", type, body(part(`${head}\r\nX: ${"y".repeat(5_000)}`, "x")), /not a form field with a name/],
    ["many parts", type, body(...Array.from({ length: 21 }, (_, n) => text(`n${n}`, ""))), /more than 20 parts/],
    ["large fields", type, body(text("note", "x".repeat(70_000))), /the fields are too large/],
    [
      "a name in another encoding",
      type,
      body(
        Buffer.from(
          '--b\r\nContent-Disposition: form-data; name="file"; filename="\xe0\xb8.png"\r\n\r\nx\r\n',
          "latin1",
        ),
      ),
      /not in UTF-8/,
    ],
    [
      "a transfer encoding",
      type,
      body(part(`${head}\r\nContent-Transfer-Encoding: base64`, "eA==")),
      /Content-Transfer-Encoding/,
    ],
  ])("with %s is refused", (_, contentType, bytes, message) => {
    let refusal: unknown;
    try {
      partsOf(contentType, bytes, "file");
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).code).toBe("bad_request");
    expect((refusal as Refusal).message).toMatch(message);
  });

  test("is never anything but parts or a refusal, however it is cut and mixed", () => {
    const pieces = [`--b\r\n${head}\r\n\r\n`, "--b", "--b--", "\r\n", "x", 'Content-Disposition: form-data; name="a"'];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 9 }))),
        (mixed) => {
          try {
            partsOf(type, Buffer.from(mixed.join("")), "file");
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
          }
        },
      ),
    );
  });
});

test("an upload of any length is given up at its bound, and a slow or broken one holds nobody up", async () => {
  const gateway = await aGateway();
  const { id } = await aDispute(gateway);
  const authorization = `Basic ${Buffer.from(`${gateway.secretKey}:`).toString("base64")}`;
  const path = `/disputes/${id}/documents`;
  const opening = (more: string) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${authorization}\r\nContent-Type: ${type}\r\n${more}\r\n\r\n`;
  const answerTo = (sent: Buffer) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1");
      let heard = "";
      socket.on("data", (data) => {
        heard += data;
        if (heard.includes("}")) socket.destroy();
      });
      socket.on("close", () => resolve(heard));
      socket.on("error", (error) => (heard ? resolve(heard) : reject(error)));
      socket.write(sent);
    });
  const announced = await answerTo(Buffer.from(opening(`Content-Length: ${11 * 1024 * 1024 + beside}`)));
  expect(announced).toMatch(/^HTTP\/1\.1 400[\s\S]*connection: close[\s\S]*file is too large/i); // nothing of it was sent
  const chunk = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(0x100000, 120), Buffer.from("\r\n")]);
  const endless = Buffer.concat([Buffer.from(opening("Transfer-Encoding: chunked")), ...Array(12).fill(chunk)]);
  expect(await answerTo(endless)).toMatch(/^HTTP\/1\.1 400[\s\S]*file is too large/);
  const packed = await answerTo(Buffer.from(opening("Content-Encoding: gzip\r\nContent-Length: 0")));
  expect(packed).toContain("Content-Encoding is not supported");
  const nobody = await answerTo(Buffer.from(opening("Content-Length: 5000000").replace(authorization, "Basic eDo=")));
  expect(nobody).toMatch(/^HTTP\/1\.1 401/); // its file was not waited for
  const whole = body(part(head, beginnings["image/png"]));
  const taken = await answerTo(Buffer.concat([Buffer.from(opening(`Content-Length: ${whole.length}`)), whole]));
  expect(taken).toMatch(/^HTTP\/1\.1 200/);
});

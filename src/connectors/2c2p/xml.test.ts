import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readXml, textOf, withinXml, writeXml } from "./xml.ts";

test("what is written is read again, whatever the text", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 }).map((each) => each.replace(/\p{Cc}/gu, " ").trim());
  fc.assert(
    fc.property(text, text, (one, other) => {
      const read = readXml(writeXml("Request", { one, other }));
      expect([read.name, textOf(read, "one"), textOf(read, "other")]).toEqual(["Request", one, other]);
    }),
  );
});

test("control characters, which XML cannot hold, go out as spaces", () => {
  expect(writeXml("a", { b: "x\u0000y\u001bz" })).toBe("<a><b>x y z</b></a>");
});

test("an answer with a declaration, white space, attributes and empty elements is read", () => {
  const read = readXml(
    '\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<Answer xmlns:x="http://a/b">\n  <respCode>00</respCode>\n  <status/>\n' +
      "  <list><entry><amount>25.00</amount></entry><entry><amount>1</amount></entry></list>\n  <said>a &lt; b &amp;&#x20;&#3585;</said>\n</Answer>\n",
  );
  expect([textOf(read, "respCode"), textOf(read, "status"), textOf(read, "said")]).toEqual(["00", "", "a < b & ก"]);
  expect(read.children.find(({ name }) => name === "list")?.children.map((entry) => textOf(entry, "amount"))).toEqual([
    "25.00",
    "1",
  ]);
});

test("a list that is written within an element is read as a list", () => {
  const read = readXml(withinXml("a", [writeXml("b", { c: "1" }), writeXml("b", { c: "2" })]));
  expect(read.children.map((each) => textOf(each, "c"))).toEqual(["1", "2"]);
  expect(textOf(read, "b")).toBeUndefined();
});

test("a field that stands there twice is not read either way", () => {
  expect(textOf(readXml("<a><respCode>00</respCode><respCode>41</respCode></a>"), "respCode")).toBeUndefined();
});

describe("refused is", () => {
  test.each([
    ["nothing", ""],
    ["text alone", "Service Unavailable"],
    ["two roots", "<a></a><b></b>"],
    ["text after the root", "<a></a> and more"],
    ["an element that is not closed", "<a><b></a>"],
    ["a closing without an opening", "</a>"],
    ["half a message", "<a><respCode>00</resp"],
    ["a document type", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ["a reference that nobody declared", "<a>&x;</a>"],
    ["a bare ampersand", "<a>this & that</a>"],
    ["a comment", "<a><!-- 00 --></a>"],
    ["raw characters", "<a><![CDATA[00]]></a>"],
    ["an instruction", "<a><?php 1 ?></a>"],
    ["a character beyond all", "<a>&#x110000;</a>"],
    ["depth without end", "<a>".repeat(50) + "</a>".repeat(50)],
    ["length without end", `<a>${"x".repeat(200_001)}</a>`],
  ])("%s", (_, text) => {
    expect(() => readXml(text)).toThrow(/^the XML/);
  });
});

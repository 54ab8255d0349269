import { expect, test } from "vitest";
import { aGateway } from "../../tests/kit/gateway.ts";
import { version } from "../version.ts";

const chrome = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";

test.each(["*/*", "application/json", "", "application/json, text/html;q=0.5", "text/html;q=0"])(
  "a program that accepts %j learns which versions of the API there are",
  async (accept) => {
    const gateway = await aGateway();
    const { status, headers, text } = await gateway.call("GET", "/", { key: null, headers: { accept } });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(headers.get("vary")).toBe("Accept");
    expect(text).toBe(`{
  "object": "system_info",
  "location": "/",
  "versions": [
    "2014-07-27",
    "2015-11-17",
    "2017-11-02",
    "2019-05-29"
  ]
}
`);
  },
);

test("a person learns what this is and where to go, but no key", async () => {
  const gateway = await aGateway();
  const { status, headers, text } = await gateway.call("GET", "/", { key: null, headers: { accept: chrome } });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(headers.get("content-security-policy")).toContain("form-action 'none'");
  expect(text).toContain(`curl ${gateway.url}/charges`);
  expect(text).toContain(`version ${version}`);
  expect(text).not.toMatch(/[sp]key_/);
  const links = [...text.matchAll(/ href="([^"]+)"/g)].map(([, path]) => path ?? "");
  expect(links).toEqual(expect.arrayContaining(["/docs", "/openapi.json", "/health"]));
  for (const path of [...links, "/favicon.ico"])
    expect((await gateway.call("GET", path, { key: null })).status, path).toBe(200);
});

test("HEAD answers like GET, without a body", async () => {
  const gateway = await aGateway();
  for (const path of ["/", "/health"]) {
    const response = await fetch(`${gateway.url}${path}`, { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  }
});

test("the style sheet is kept for good under the version that pages name, and asked for again under any other", async () => {
  const gateway = await aGateway();
  const { text } = await gateway.call("GET", "/", { key: null, headers: { accept: chrome } });
  const [, path = ""] = /href="(\/pages\/page\.css[^"]*)"/.exec(text) ?? [];
  const cachingOf = async (address: string) => (await gateway.call("GET", address)).headers.get("cache-control");
  expect(await cachingOf(path)).toContain("immutable");
  expect(await cachingOf("/pages/page.css")).toBe("no-cache");
});

test("the address of the visitor cannot become markup", async () => {
  const gateway = await aGateway();
  const response = await gateway.app.inject({ url: "/", headers: { accept: chrome, host: "a<script>" } });
  expect(response.body).not.toContain("<script");
});

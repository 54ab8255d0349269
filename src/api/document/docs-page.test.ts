import Fastify from "fastify";
import { expect, test } from "vitest";
import { docsAssets, docsPage, registerDocs } from "./docs-page.ts";

test("the page loads only files that we serve", async () => {
  const app = docs();
  const page = await app.inject("/docs");
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  const loaded = [...page.body.matchAll(/<(?:script|link)[^>]* (?:src|href)="(?!data:)([^"]+)"/g)].map(
    ([, path]) => path,
  );
  expect(loaded.toSorted()).toEqual(Object.keys(docsAssets).toSorted());
  for (const [path, { contentType }] of Object.entries(docsAssets)) {
    const asset = await app.inject(path);
    expect(asset.statusCode, path).toBe(200);
    expect(asset.headers["content-type"]).toBe(contentType);
    expect(asset.body.length).toBeGreaterThan(0);
  }
});

test("the page has no script or style of its own, and its policy would refuse one", async () => {
  const { headers, body } = await docs().inject("/docs");
  expect(body).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
  expect(headers["content-security-policy"]).toMatch(/default-src 'none'.*script-src 'self'; style-src 'self';/);
  expect(headers["content-security-policy"]).not.toContain("unsafe");
});

test("browsers keep the library for good under its version, and ask again for our own files", async () => {
  const app = docs();
  for (const path of Object.keys(docsAssets)) {
    const cached = (await app.inject(path)).headers["cache-control"];
    expect(cached, path).toBe(/^\/docs\/\d/.test(path) ? "public, max-age=31536000, immutable" : "no-cache");
  }
});

test("the page is named soberly and helps without JavaScript", () => {
  expect(docsPage(true)).toContain("<title>Chamra API</title>");
  expect(docsPage(true)).toMatch(/<noscript>.*href="\/openapi.json"/);
});

function docs() {
  const app = Fastify();
  registerDocs(app, true);
  return app;
}

import { describe, expect, test } from "vitest";
import { kplusCharge } from "../kit/builders.ts";
import { type Api, signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

const svg = (fill = "#0f6b5c") =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="${fill}" d="M0 0h8v8H0z"/></svg>`;

const formWith = (contents: string | Uint8Array<ArrayBuffer>, type = "image/svg+xml") => {
  const form = new FormData();
  form.append("file", new Blob([contents], { type }), "logo");
  return form;
};

const upload = (api: Api, form: FormData) => api.send("POST", "/settings/logo", undefined, { json: undefined, form });

describe.each(engines)("on %s", (engine) => {
  test("payers see the merchant's logo and colour, from this server alone and without scripts, until they are removed", async () => {
    const gateway = await aGateway({ engine });
    const owner = await signedIn(gateway, "owner");
    const { json: charge } = await kplusCharge(gateway);
    const pageOf = async () => (await fetch(charge.authorize_uri)).text();
    expect(await pageOf()).not.toContain("/brand/");

    expect((await owner.test.post("/settings", { color: "#FD0" })).json.color).toBe("#ffdd00");
    const { status, json } = await upload(owner.test, formWith(svg()));
    expect(status).toBe(200);
    const page = await pageOf();
    expect(page).toContain('<link rel="stylesheet" href="/brand/color/ffdd00">');
    expect(page).toContain(`<img src="${new URL(json.logo_uri).pathname}" alt="" class="logo">`);
    const sheet = await fetch(`${gateway.url}/brand/color/ffdd00`);
    expect(sheet.headers.get("content-type")).toContain("text/css");

    const logo = await fetch(json.logo_uri);
    expect(await logo.text()).toBe(svg());
    expect(logo.headers.get("content-type")).toBe("image/svg+xml");
    expect(logo.headers.get("content-security-policy")).toMatch(/^default-src 'none'.*sandbox$/);
    expect(logo.headers.get("x-content-type-options")).toBe("nosniff");

    const { json: second } = await upload(owner.test, formWith(svg("#123456")));
    expect(second.logo_uri).not.toBe(json.logo_uri);
    expect((await fetch(json.logo_uri)).status).toBe(404);
    expect((await owner.live.get("/settings")).json).toMatchObject({ color: null, logo_uri: null });

    expect((await owner.test.send("DELETE", "/settings/logo")).json.logo_uri).toBeNull();
    expect((await fetch(second.logo_uri)).status).toBe(404);
    expect((await owner.test.post("/settings", { color: "" })).json.color).toBeNull();
    expect(await pageOf()).not.toContain("/brand/");
    const acts = (await owner.team.get("/audit")).json.data;
    expect(JSON.stringify(acts)).not.toContain(Buffer.from(svg()).toString("base64"));
  });
});

test("two uploads at once leave one logo, whose file is there", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  await Promise.all(["#111111", "#222222", "#333333"].map((fill) => upload(owner.test, formWith(svg(fill)))));
  const { json } = await owner.test.get("/settings");
  expect((await fetch(json.logo_uri)).status).toBe(200); // and `verify` at the end of the test
});

test("what is no picture, too large, or could do more than be seen is refused by name, and so is what is no colour", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const refused = async (form: FormData) => {
    const { status, json } = await upload(owner.test, form);
    return [status, json.code, json.message];
  };
  const png = new Uint8Array(200_000);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(await refused(formWith(svg().replace("<path", '<script href="a"/><path')))).toEqual([
    400,
    "bad_request",
    "file has <script>, which a logo cannot have",
  ]);
  expect(await refused(formWith("<html></html>", "image/png"))).toEqual([
    400,
    "invalid_file_type",
    "file must be a PNG, a JPEG or an SVG",
  ]);
  expect((await refused(formWith(png, "image/png")))[2]).toContain("is too large (maximum is 102400 bytes)");
  expect((await refused(formWith(png.slice(0, 100), "image/png")))[2]).toContain("maximum is 2000 pixels");
  expect((await refused(new FormData()))[1]).toBe("missing_file");
  expect((await owner.test.post("/settings", { color: "greenish" })).json.message).toBe(
    "color must be a colour such as #0f6b5c",
  );
  for (const path of ["/brand/color/zzzzzz", "/brand/color/0f6b5c;", "/brand/logo/abcdef/0123", "/brand/logo/%00/0"])
    expect((await fetch(`${gateway.url}${path}`)).status).toBe(404);
});

test("a viewer changes neither, and a developer only those of test mode", async () => {
  const gateway = await aGateway();
  const developer = await signedIn(gateway, "developer");
  expect((await upload(developer.test, formWith(svg()))).status).toBe(200);
  expect((await upload(developer.live, formWith(svg()))).status).toBe(403);
  expect((await developer.live.send("DELETE", "/settings/logo")).status).toBe(403);
});

import jsqr from "jsqr";
import { PNG } from "pngjs";
import { expect, test } from "vitest";
import { hours, minutes } from "../../src/domain/base/time.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aReceiver } from "../kit/receiver.ts";

const { default: readQr } = jsqr; // CommonJS with the types of an ES module

const promptpay = (gateway: TestGateway, patch: Record<string, unknown> = {}) =>
  gateway.call("POST", "/charges", {
    body: { amount: 20_000, currency: "THB", source: { type: "promptpay" }, ...patch },
  });

const picture = (json: { source: { scannable_code: { image: { download_uri: string } } } }) =>
  new URL(json.source.scannable_code.image.download_uri).pathname;

/** Reads a drawn code by a decoder that is not ours, from the squares of its path. */
function readSvg(svg: string): string | undefined {
  const side = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1]);
  const scale = 4;
  const pixels = new Uint8ClampedArray((side * scale) ** 2 * 4).fill(255);
  for (const [, x, y] of svg.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let dy = 0; dy < scale; dy += 1)
      for (let dx = 0; dx < scale; dx += 1) {
        const at = ((Number(y) * scale + dy) * side * scale + Number(x) * scale + dx) * 4;
        pixels.set([0, 0, 0], at);
      }
  return readQr(pixels, side * scale, side * scale)?.data;
}

test("a PromptPay charge shows a QR code that other people's scanners read, and anybody with its address gets", async () => {
  const gateway = await aGateway();
  const { json } = await promptpay(gateway);
  expect(json).toMatchObject({
    status: "pending",
    authorize_uri: null,
    fee: 330,
    fee_vat: 23,
    net: 19_647,
    refundable: false,
    source: {
      type: "promptpay",
      flow: "offline",
      charge_status: "pending",
      qr_settings: null,
      provider_references: { reference_number_2: null, buyer_name: null },
      scannable_code: {
        object: "barcode",
        type: "qr",
        raw_data: null,
        image: { object: "document", filename: "qrcode.svg", kind: "qr", deleted: false },
      },
    },
  });
  const { reference_number_1: reference } = json.source.provider_references;
  expect(reference).toMatch(/^[A-Z0-9]{19}$/);
  const answer = await gateway.call("GET", picture(json), { key: null });
  expect(answer.headers.get("content-type")).toContain("image/svg+xml");
  const text = readSvg(answer.text);
  expect(text).toMatch(/^00020101021230/);
  for (const part of ["A000000677010112", reference, "5303764", "5406200.00", "5802TH"]) expect(text).toContain(part);
});

test("a PNG that was asked for holds the same code", async () => {
  const gateway = await aGateway();
  const { json } = await promptpay(gateway, { source: { type: "promptpay", qr_settings: { image_type: "png" } } });
  expect(json.source).toMatchObject({
    qr_settings: { image_type: "png" },
    scannable_code: { image: { filename: "qrcode.png" } },
  });
  const response = await fetch(json.source.scannable_code.image.download_uri);
  expect(response.headers.get("content-type")).toBe("image/png");
  const { data, width, height } = PNG.sync.read(Buffer.from(await response.arrayBuffer()));
  const read = readQr(Uint8ClampedArray.from(data), width, height)?.data;
  expect(read).toContain(json.source.provider_references.reference_number_1);
  const svg = await gateway.call("GET", picture(json).replace(".png", ""), { key: null });
  expect(readSvg(svg.text)).toBe(read);
});

test("no other address, kind of page or charge has such a picture", async () => {
  const gateway = await aGateway();
  const { json } = await promptpay(gateway);
  const guessed = picture(json).replace(/.(?=\/code)/, (last) => (last === "0" ? "1" : "0"));
  for (const path of [guessed, `${guessed}.png`, `/payments/${json.id}/code`])
    expect((await gateway.call("GET", path, { key: null })).status).toBe(404);
  const wrong = await promptpay(gateway, { source: { type: "promptpay", qr_settings: { image_type: "gif" } } });
  expect(wrong.json.message).toContain("must be svg or png");
});

test("with a way back the payer has a page that shows the code; the merchant's page shows it without", async () => {
  const gateway = await aGateway();
  const { json } = await promptpay(gateway, { return_uri: "https://shop.example/back" });
  expect(json.authorize_uri).toMatch(/\/payments\/pay2_test_\w{19}\/authorize\?acs=false$/);
  const { pathname, search } = new URL(json.authorize_uri);
  const { text } = await gateway.call("GET", `${pathname}${search}`, { key: null, headers: { accept: "text/html" } });
  expect(text).toContain("Scan to pay with PromptPay");
  expect(text).toContain(`/phone/pay/${json.source.provider_references.reference_number_1}`);
});

test("a code waits for a day, or as long as the merchant says", async () => {
  const gateway = await aGateway();
  const { json } = await promptpay(gateway);
  expect(Date.parse(json.expires_at) - Date.parse(json.created_at)).toBe(hours(24));
  const until = new Date(gateway.now() + minutes(5)).toISOString();
  const { json: short } = await promptpay(gateway, { expires_at: until });
  expect(Date.parse(short.expires_at)).toBe(Math.floor(Date.parse(until) / 1_000) * 1_000);
  await gateway.advance(minutes(5));
  expect((await gateway.call("GET", `/charges/${short.id}`)).json).toMatchObject({ status: "expired", expired: true });
  expect((await gateway.call("GET", `/charges/${json.id}`)).json.status).toBe("pending");
});

test("the payer scans the code with the test phone and pays; the shop hears of it once", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  const { json } = await promptpay(gateway, { webhook_endpoints: [receiver.url] });
  const svg = await gateway.call("GET", picture(json), { key: null });
  const scan = (code: string) => gateway.call("POST", "/phone", { key: null, body: { code } });
  const scanned = await scan(readSvg(svg.text) ?? "");
  const address = scanned.headers.get("location") ?? "";
  expect(scanned.status).toBe(303);
  expect((await scan(json.source.scannable_code.image.download_uri)).headers.get("location")).toBe(address);
  const screen = await gateway.call("GET", address, { key: null });
  for (const part of ["PromptPay", "THB 200.00", "Pay from the account with money", "insufficient_balance"])
    expect(screen.text).toContain(part);
  await gateway.call("POST", address, { key: null, body: { purse: "full" } });
  await gateway.call("POST", address, { key: null, body: { act: "cancel" } }); // what stands stands
  expect((await gateway.call("GET", address, { key: null })).text).toContain("Receipt number");
  const { json: paid } = await gateway.call("GET", `/charges/${json.id}`);
  expect(paid).toMatchObject({ status: "successful", paid: true, source: { charge_status: "successful" } });
  const { json: events } = await gateway.call("GET", `/charges/${json.id}/events`);
  expect(events.data.map(({ key }: { key: string }) => key)).toEqual(["charge.create", "charge.complete"]);
});

test.each([
  [{ purse: "empty" }, "insufficient_balance"],
  [{ act: "cancel" }, "payment_cancelled"],
  [{ outcome: "failed_processing" }, "failed_processing"],
  [{ outcome: "insufficient_balance" }, "insufficient_balance"],
])("on the phone %j makes the charge fail with %s", async (body, code) => {
  const gateway = await aGateway();
  const { json } = await promptpay(gateway);
  const path = `/phone/pay/${json.source.provider_references.reference_number_1}`;
  await gateway.call("POST", path, { key: null, body });
  expect((await gateway.call("GET", `/charges/${json.id}`)).json).toMatchObject({
    status: "failed",
    failure_code: code,
  });
  expect((await gateway.call("GET", path, { key: null })).text).toContain("Not paid");
});

test("the phone knows no code but those of this test mode", async () => {
  const gateway = await aGateway();
  for (const code of ["nothing", "00020101021129370016A0000006770101110113006681234567853037645802TH6304823E"]) {
    const { status, text } = await gateway.call("POST", "/phone", { key: null, body: { code } });
    expect([status, text.includes("No payment of test mode has this code")]).toEqual([200, true]);
  }
  expect((await gateway.call("GET", "/phone/pay/NOTHING", { key: null })).status).toBe(404);
});

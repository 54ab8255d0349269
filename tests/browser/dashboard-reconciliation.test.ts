import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { launchBrowser } from "../kit/browser.ts";
import { pictureOf } from "../kit/slip.ts";
import { aPair } from "../upstream/live.ts";
import { aMember, expectSound, narrow } from "./dashboard-member.ts";

/** A slip's code. Source: the Bank of Thailand's example. */
const slip = "004000060000010103002021900021231231212000115102TH91049C30";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("finance compares a day, looks at a payment that is missing here, and works it off; on a phone in Thai it is done", async () => {
  const pair = await aPair(["card"]);
  const { theirs, ours } = pair;
  const card = { name: "Somchai", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  const token = async () =>
    (await theirs.call("POST", "/tokens", { key: theirs.publicKey, body: { card: { ...card, security_code: "123" } } }))
      .json.id;
  const body = async (amount: number) => ({ amount, currency: "THB", card: await token() });
  await pair.ask("POST", "/charges", { body: await body(100_000) });
  const { json: past } = await theirs.call("POST", "/charges", { body: await body(70_000) });
  await theirs.advance(days(1));
  ours.pass(days(1));

  const { page, open, complaints } = await aMember(browser, ours, "finance");
  await open("/live/reconciliations");
  await page.getByText("No day was compared yet").waitFor();
  await page.getByRole("button", { name: "Ask now: Omise" }).click();
  await page.getByText("1 of 2").waitFor();
  await expectSound(page, "reconciliations");
  await page.getByRole("main").getByRole("table").getByRole("link").first().click();
  await page.getByText("Missing here").waitFor();
  await page.getByText(past.id).waitFor();
  await expectSound(page, "a reconciled day");
  await page.getByRole("button", { name: `Work off: ${past.id}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "What was found out" }).fill("A sale at the counter");
  await expectSound(page, "the dialog of an item");
  await dialog.getByRole("button", { name: "Work off" }).click();
  await page.getByText("A sale at the counter").waitFor();

  const phone = await aMember(browser, ours, "viewer", { locale: "th", viewport: narrow });
  await phone.open("/live/reconciliations");
  await phone.page.getByRole("heading", { level: 1 }).waitFor();
  expect(await phone.page.getByRole("main").textContent()).not.toContain("70,000");
  const owner = await aMember(browser, ours, "owner", { locale: "th", viewport: narrow });
  await owner.open("/live/reconciliations");
  await owner.page.getByText("1 จาก 2").waitFor();
  await expectSound(owner.page, "reconciliations on a phone");
  const chooser = owner.page.waitForEvent("filechooser");
  await owner.page.getByRole("button", { name: "เลือกรูป" }).click();
  const picture = { name: "slip.png", mimeType: "image/png", buffer: pictureOf(slip) };
  await (await chooser).setFiles(picture);
  await expect.poll(() => owner.page.getByRole("textbox", { name: "ข้อความใน QR เล็กบนสลิป" }).inputValue()).toBe(slip);
  await owner.page.getByRole("button", { name: "ตรวจสอบ", exact: true }).click();
  await owner.page.getByText("connected to no bank that knows slips").waitFor();
  await expectSound(owner.page, "a slip that no bank can be asked about, on a phone");
  await owner.page.getByRole("main").getByRole("link").first().click();
  await owner.page.getByText("ปิดแล้ว").waitFor();
  await expectSound(owner.page, "a reconciled day on a phone");
  await owner.open("/test/reconciliations");
  await owner.page.getByText("หน้านี้มีเฉพาะโหมดใช้งานจริง").waitFor();
  const others = owner.complaints.filter((each) => !each.includes("400")); // the refused slip
  expect([...complaints, ...others]).toEqual([]);
});

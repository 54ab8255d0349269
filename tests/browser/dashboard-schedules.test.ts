import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { launchBrowser } from "../kit/browser.ts";
import { aCustomer } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aSchedule } from "../kit/schedule-builders.ts";
import { aMember, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("an owner creates a schedule for a customer, sees what it charged, and deletes it", async () => {
  const gateway = await aGateway();
  await aCustomer(gateway, { email: "malee@example.com" });
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { viewport: wide });
  await open("/test/schedules");
  await expect.poll(() => page.getByText("No schedules yet").isVisible()).toBe(true);
  await page.getByRole("button", { name: "Create a schedule" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Customer" }).fill("malee");
  await page.getByRole("option", { name: "malee@example.com" }).click();
  await dialog.getByRole("textbox", { name: "Amount" }).fill("1,250");
  await dialog.getByRole("textbox", { name: "Numbers" }).fill("15, 28");
  await dialog.getByLabel("Last date").fill("2026-12-31");
  await expectSound(page, "the dialog of a new schedule");
  await dialog.getByRole("button", { name: "Create the schedule" }).click();
  await page.getByRole("heading", { name: "Next dates" }).waitFor();
  await settled(page);
  const main = page.getByRole("main");
  const text = await main.textContent();
  expect(text).toContain("Every month on day 15 and 28");
  expect(text).toMatch(/15 Jan 2026\s*Successful/); // the first date was the day itself
  expect(text).toContain("28 Jan 2026");
  await expectSound(page, "a schedule");
  const { json } = await gateway.call("GET", "/schedules");
  expect(json.data).toMatchObject([{ charge: { amount: 125_000 }, on: { days_of_month: [15, 28] } }]);
  await page.getByRole("button", { name: "Delete schedule" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete schedule" }).click();
  await page.getByText("No date is ahead.").waitFor();
  expect((await gateway.call("GET", "/schedules")).json.data[0].status).toBe("deleted");
  expect(complaints).toEqual([]);
});

test("a schedule on a phone, in Thai, tells of a card that declines, and a viewer may not change it", async () => {
  const gateway = await aGateway();
  const customer = await aCustomer(gateway, {}, "4111111111140011");
  const charge = { customer: customer.id, amount: 99_000, description: "Membership fee" };
  const { json } = await aSchedule(gateway, { period: "week", on: { weekdays: ["thursday", "saturday"] }, charge });
  await gateway.advance(days(1));
  await gateway.advance(days(1));
  const { page, open, complaints } = await aMember(browser, gateway, "viewer", { locale: "th", viewport: narrow });
  await open("/test/schedules");
  await expect.poll(() => page.getByRole("main").textContent()).toContain("ทุกสัปดาห์ วันพฤหัสบดีและวันเสาร์");
  await expectSound(page, "schedules on a phone");
  await open(`/test/schedules/${json.id}`);
  const text = await page.getByRole("main").textContent();
  expect(text).toContain("เรียกเก็บไม่สำเร็จ 3 ครั้งติดต่อกัน");
  expect(text).toContain("บัตรถูกปฏิเสธ");
  await expectSound(page, "a schedule on a phone");
  await expect.poll(() => page.getByRole("button", { name: "ลบกำหนดการ" }).getAttribute("aria-disabled")).toBe("true");
  expect(complaints).toEqual([]);
});

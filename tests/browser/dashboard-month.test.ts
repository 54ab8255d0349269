import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { aMonth } from "../kit/a-month.ts";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow, wide } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 120_000 }); // a month, and many pages

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("after a month the report fits the screen and says its days, and what a dispute took is explained in Thai", async () => {
  const gateway = await aGateway();
  const { toLose } = await aMonth(gateway);
  const finance = await aMember(browser, gateway, "finance", { viewport: wide });
  for (const by of ["day", "payout"]) {
    await finance.open(`/test/settlements?by=${by}&from=2026-01-20&to=2026-02-10`);
    await expect
      .poll(() => finance.page.getByRole("region", { name: "All of it" }).textContent())
      .toContain("20 Jan 2026");
    const table = finance.page.getByRole("table");
    const [width, room] = await table.evaluate((element) => [element.scrollWidth, element.parentElement?.clientWidth]);
    expect(width, `the table by ${by}`).toBe(room);
  }
  await expectSound(finance.page, "the settlement report of a month");
  await finance.open("/test/payouts");
  expect(await finance.page.getByRole("table", { name: "Regular transfers" }).textContent()).toContain(
    "Somchai Prasert",
  );

  const { page, open, complaints } = await aMember(browser, gateway, "owner", { locale: "th", viewport: narrow });
  const main = page.getByRole("main");
  await open(`/test/disputes/${toLose.id}`);
  await page.getByRole("button", { name: "ยอมรับ" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "ยอมรับ" }).click();
  await page.getByText("คุณยอมรับข้อโต้แย้งนี้").waitFor();
  await expect.poll(() => main.textContent()).toContain("ไม่ได้รับสินค้าหรือบริการ");
  await open(`/test/charges/${toLose.charge}`);
  await expect.poll(() => main.textContent()).toContain("ยอดสุทธิคงเหลือ");
  await expect
    .poll(() => main.getByText("โดย The owner").locator("..").locator("..").textContent())
    .toContain("ยอมรับข้อโต้แย้ง");
  await open("/test/payouts");
  await page.getByRole("list", { name: "รายการโอนเงิน" }).waitFor();
  const said = await page.getByRole("list", { name: "รายการโอนเงิน" }).locator("dd").allTextContents();
  expect(said.length).toBeGreaterThan(10);
  expect(
    said.filter((each) => each === ""),
    "no line of a transfer is empty",
  ).toEqual([]);

  const operator = await aMember(browser, gateway, "viewer", { viewport: narrow, member: { operator: true } });
  await operator.open("/live/operator?part=rates");
  await operator.page.getByText("No rate is set").waitFor();
  await operator.page.getByRole("button", { name: "Set a rate" }).click();
  const dialog = operator.page.getByRole("dialog");
  await dialog.getByLabel("Baht for one").fill("33,1");
  await dialog.getByText("Write a number above zero").waitFor();
  await dialog.getByLabel("Baht for one").fill("33.1");
  await dialog.getByRole("button", { name: "Set a rate" }).click();
  await operator.page.getByText("Today's").waitFor();
  await expectSound(operator.page, "exchange rates on a phone");
  expect([...complaints, ...finance.complaints, ...operator.complaints]).toEqual([]);
});

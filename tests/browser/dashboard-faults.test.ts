import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, narrow, settled } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("a fault on purpose is added by the form, counted when it is applied, and removed, on a phone as on a desktop", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "owner");
  await open("/test/faults");
  await expect.poll(() => page.getByText("Nothing goes wrong on purpose").isVisible()).toBe(true);
  await page.getByRole("button", { name: "Add a fault" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Fault" }).click();
  await page.getByRole("option", { name: "decline" }).click();
  await dialog.getByLabel("Metadata").fill("order=7");
  await dialog.getByLabel("How often").fill("2");
  await dialog.getByRole("button", { name: "Add a fault" }).click();
  await dialog.waitFor({ state: "detached" });
  const { json: charge } = await cardCharge(gateway, { metadata: { order: "7" } });
  expect(charge).toMatchObject({ status: "failed", failure_code: "failed_processing" });
  await page.reload();
  await settled(page);
  const row = page.getByRole("row", { name: /decline/ });
  const cells = await row.getByRole("cell").allTextContents();
  expect(cells).toEqual(expect.arrayContaining(["failed_processing, order=7", "1 of 2"]));
  await page.setViewportSize(narrow);
  await settled(page);
  await expect.poll(() => page.evaluate("document.documentElement.scrollWidth")).toBe(narrow.width); // the narrow layout takes a moment
  await page.getByRole("button", { name: /^Remove: rule_test_/ }).click();
  await page.getByText("Nothing goes wrong on purpose").waitFor();
  expect((await gateway.call("GET", "/test/rules")).json.data).toEqual([]);
  await open("/live/faults");
  await page.getByText("This page is for test mode").waitFor();
  expect(complaints).toEqual([]);
});

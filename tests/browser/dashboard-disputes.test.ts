import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge } from "../kit/builders.ts";
import { aDispute, beginnings, upload } from "../kit/dispute-builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

test("a developer opens a dispute on a charge's page, gives evidence, answers it, and plays the bank", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const { page, open, complaints } = await aMember(browser, gateway, "developer", { viewport: wide });
  await open(`/test/charges/${charge.id}`);
  await page.getByRole("button", { name: "Open a dispute" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Open dispute" }).click();
  await page.getByRole("link", { name: "Show the dispute" }).click();
  await page.getByText("Answer by").first().waitFor();
  await settled(page);
  const [dispute] = (await gateway.call("GET", "/disputes")).json.data;

  const choose = async (name: string, mimeType: string, buffer: Buffer) => {
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Upload a document" }).click();
    await (await chooser).setFiles({ name, mimeType, buffer });
  };
  await choose("notes.png", "image/png", Buffer.from("no picture"));
  await page.getByText("Only JPEG, PNG and PDF files are taken.").waitFor();
  await choose("สลิป.png", "image/png", beginnings["image/png"]);
  await page.getByRole("link", { name: "Download: สลิป.png" }).waitFor();
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download: สลิป.png" }).click();
  expect((await saved).suggestedFilename()).toMatch(/\.png$/);
  await expectSound(page, "a dispute");

  await page.getByRole("textbox", { name: "Message to the cardholder's bank" }).fill("Delivered on Monday.");
  await page.getByRole("button", { name: "Send answer" }).click();
  const dialog = page.getByRole("dialog");
  await expect.poll(() => dialog.textContent()).toContain("One document goes with it.");
  await expectSound(page, "the dialog of an answer");
  await dialog.getByRole("button", { name: "Send answer" }).click();
  await page.getByText("Your answer is with the cardholder's bank").waitFor();
  await page.getByRole("button", { name: "Won" }).click();
  await page.getByText("Given back").waitFor();
  expect((await gateway.call("GET", `/disputes/${dispute.id}`)).json).toMatchObject({
    ...{ status: "won", message: "Delivered on Monday.", documents: { total: 1 } },
  });
  expect(complaints.filter((each) => !each.includes("400"))).toEqual([]); // the refused file
});

test("on a phone, in Thai, an owner sees until when to answer and accepts; support may not", async () => {
  const gateway = await aGateway();
  const dispute = await aDispute(gateway);
  await upload(gateway, dispute.id);
  const thai = { locale: "th", viewport: narrow };
  const support = await aMember(browser, gateway, "support", thai);
  await support.open(`/test/disputes/${dispute.id}`);
  const accept = support.page.getByRole("button", { name: "ยอมรับ" });
  await expect.poll(() => accept.getAttribute("aria-disabled")).toBe("true");
  const { page, open, complaints } = await aMember(browser, gateway, "owner", thai);
  await open("/test/disputes");
  await expect.poll(() => page.getByRole("main").textContent()).toContain("ตอบภายใน");
  await expectSound(page, "disputes on a phone");
  await page.getByRole("main").getByRole("link").first().click();
  await page.getByRole("button", { name: "ยอมรับ" }).click();
  const dialog = page.getByRole("dialog");
  await expect.poll(() => dialog.textContent()).toContain("1,000");
  await dialog.getByRole("button", { name: "ยอมรับ" }).click();
  await page.getByText("แพ้", { exact: true }).first().waitFor();
  await expectSound(page, "a dispute on a phone");
  expect((await gateway.call("GET", `/disputes/${dispute.id}`)).json.status).toBe("lost");
  expect(complaints).toEqual([]);
});

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { days } from "../../src/domain/base/time.ts";
import { bookPayout } from "../../src/operations/upstream/payout.ts";
import { launchBrowser } from "../kit/browser.ts";
import { pictureOf } from "../kit/slip.ts";
import { aPair, paidByCard } from "../upstream/live.ts";
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
  await expect.poll(() => phone.page.getByRole("main").textContent()).not.toContain("70,000");
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

test("finance sees where the money is, settles a payout that is seen at the bank and enters another; on a phone in Thai the figures are the same", async () => {
  const pair = await aPair(["card"]);
  const { ours, live } = pair;
  await paidByCard(pair, 100_000);
  const sent = { payout: "trsf_5z4ykxh42cn7qsxw1w5", amount: 60_000, fee: 3_000, currency: "THB", sentAt: ours.now() };
  await bookPayout(ours.gateway, live, "omise", { ...sent, settledAt: null, failed: false }, "asked");

  const { page, open, complaints } = await aMember(browser, ours, "finance");
  await open("/live/reconciliations");
  const money = page.getByRole("table", { name: "Where the money is" });
  const figures = async () => (await money.getByRole("row").nth(1).getByRole("cell").allTextContents()).slice(1);
  await expect.poll(figures).toEqual(["฿360.94", "฿570.00", "฿0.00", "฿69.06"]);
  await expectSound(page, "money at upstreams");
  await page.getByRole("button", { name: `Seen at the bank: ${sent.payout}` }).click();
  await page.getByRole("dialog").getByText("฿570.00 stands on").waitFor();
  await expectSound(page, "the dialog of a payout");
  await page.getByRole("dialog").getByRole("button", { name: "Seen at the bank" }).click();
  await expect.poll(figures).toEqual(["฿360.94", "฿0.00", "฿570.00", "฿69.06"]);

  await page.getByRole("button", { name: "Enter a payout" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reference on the statement" }).fill("statement-1");
  await dialog.getByRole("textbox", { name: "What left the upstream" }).fill("400");
  await dialog.getByRole("textbox", { name: "What it kept of it" }).fill("30");
  await expectSound(page, "the dialog of a payout to enter");
  await dialog.getByRole("button", { name: "Enter a payout" }).click();
  await expect.poll(figures).toEqual(["−฿39.06", "฿0.00", "฿940.00", "฿99.06"]);
  await page.getByText("Below zero").waitFor();
  await expectSound(page, "more paid out than came in");
  await page.getByRole("button", { name: "Undo: statement-1" }).click();
  await page.getByRole("dialog").getByText("฿370.00 are booked back").waitFor();
  await expectSound(page, "the dialog of a payout to undo");
  await page.getByRole("dialog").getByRole("button", { name: "Undo" }).click();
  await expect.poll(figures).toEqual(["฿360.94", "฿0.00", "฿570.00", "฿69.06"]);

  const phone = await aMember(browser, ours, "owner", { locale: "th", viewport: narrow });
  await phone.open("/live/reconciliations");
  await phone.page.getByText("฿570.00").first().waitFor();
  await expectSound(phone.page, "money at upstreams on a phone");
  const viewer = await aMember(browser, ours, "viewer");
  await viewer.open("/live/reconciliations");
  await viewer.page.getByRole("heading", { level: 1 }).waitFor();
  await expect.poll(() => viewer.page.getByRole("main").textContent()).not.toContain("940.00");
  expect([...complaints, ...phone.complaints]).toEqual([]);
});

test("an owner enters the contract with an upstream; costs off it and refunds are found, told at home, and read on a phone in Thai", async () => {
  const pair = await aPair(["card"]);
  const { theirs, ours } = pair;
  const card = { name: "Somchai", number: "4242424242424242", expiration_month: 12, expiration_year: 2030 };
  const token = { key: theirs.publicKey, body: { card: { ...card, security_code: "123" } } };
  const body = { amount: 100_000, currency: "THB", card: (await theirs.call("POST", "/tokens", token)).json.id };
  const { json: charge } = await pair.ask("POST", "/charges", { body });
  const upstreamId = (await ours.gateway.store.charge.get(pair.live.id, charge.id))?.bankReference;
  const { json: back } = await theirs.call("POST", `/charges/${upstreamId}/refunds`, { body: { amount: 5_000 } });
  await theirs.advance(days(1));
  ours.pass(days(1));

  const { page, open, complaints } = await aMember(browser, ours, "owner");
  await open("/live/upstreams");
  await page.getByText("Not entered: what it takes is booked").waitFor();
  await page.getByRole("button", { name: "Contract: Omise" }).click();
  const dialog = page.getByRole("dialog");
  const save = dialog.getByRole("button", { name: "Save the contract" });
  const add = dialog.getByRole("button", { name: "Add terms" });
  await add.click();
  await expect.poll(() => save.isDisabled()).toBe(true);
  const terms = (number: number) => dialog.getByRole("group", { name: `Terms ${number}` });
  await terms(1).getByRole("combobox", { name: "Methods" }).selectOption("card");
  await terms(1).getByRole("textbox", { name: "Rate" }).fill("2,75");
  await dialog.getByText("0 to 100, such as 3.65").waitFor();
  await terms(1).getByRole("textbox", { name: "Rate" }).fill("2.75");
  await add.click();
  await terms(2).getByRole("textbox", { name: "Rate" }).fill("1.6");
  await terms(2).getByRole("textbox", { name: "Fixed part" }).fill("5");
  await terms(2).getByRole("textbox", { name: "Smallest fee, before VAT" }).fill("10");
  await add.click();
  await dialog.getByRole("button", { name: "Remove: Terms 3" }).click();
  await expectSound(page, "the dialog of a contract");
  await save.click();
  await page.getByText("2.75 % · VAT 7 %").waitFor();
  await page.getByText("1.6 % + ฿5.00 · at least ฿10.00 · VAT 7 %").waitFor();
  await expectSound(page, "an upstream with its contract");

  const finance = await aMember(browser, ours, "finance");
  await finance.open("/live/reconciliations");
  await finance.page.getByRole("button", { name: "Ask now: Omise" }).click();
  await finance.page.getByText("1 of 1").waitFor();
  await finance.page.getByText("Costs off the contract: 1").waitFor();
  await finance.open("/live");
  await finance.page.getByText("To look at in the days of Omise: 2.").waitFor();
  await expectSound(finance.page, "home with something to reconcile");
  await finance.page.getByRole("link", { name: "See the reconciliation" }).click();
  await finance.page.getByRole("main").getByRole("table").getByRole("link").first().click();
  await finance.page.getByText("0 of 1 refunds are.").waitFor();
  await finance.page.getByText("Refund: missing here").waitFor();
  await finance.page.getByText(back.id).waitFor();
  await finance.page.getByText("taken ฿39.06").waitFor();
  await finance.page.getByText("by contract ฿29.43").waitFor();
  await expectSound(finance.page, "a day with costs off the contract and a refund");

  const phone = await aMember(browser, ours, "owner", { locale: "th", viewport: narrow });
  await phone.open("/live");
  await phone.page.getByText("ค่าธรรมเนียมไม่ตรงสัญญา: 1 รายการ").waitFor();
  await expectSound(phone.page, "home on a phone");
  await phone.open("/live/upstreams");
  await phone.page.getByRole("button", { name: "สัญญา: โอมิเซะ" }).click();
  await phone.page.getByRole("group", { name: "เงื่อนไขที่ 2" }).waitFor();
  await expectSound(phone.page, "the dialog of a contract on a phone");
  await phone.open("/live/reconciliations");
  await phone.page.getByText("1 จาก 1").waitFor();
  await phone.page.getByRole("main").getByRole("link").first().click();
  await phone.page.getByText("ตามสัญญา ฿29.43").waitFor();
  await expectSound(phone.page, "a day with costs off the contract on a phone");
  expect([...complaints, ...finance.complaints, ...phone.complaints]).toEqual([]);
});

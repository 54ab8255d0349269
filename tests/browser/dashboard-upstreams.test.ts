import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchBrowser } from "../kit/browser.ts";
import { aGateway } from "../kit/gateway.ts";
import { enable } from "../upstream/live.ts";
import { aMember, expectSound, narrow, settled, wide } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 120_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const words = {
  en: {
    name: "Omise",
    connect: "Connect: Omise",
    key: "Secret key",
    submit: "Connect",
    connected: "Connected",
    edit: "Change: Route 1",
    some: "Only these",
    min: "Smallest amount",
    done: "Done",
    save: "Save routes",
    tryIt: "Try",
    goes: "PromptPay ฿1,000.00 would go to Omise. Route 1 is the cheapest: it costs ฿16.00, and route 2 ฿18.00.",
    likeliest: "PromptPay ฿1,000.00 would go to Omise. Route 1 is the likeliest, with 70 of 100 parts.",
    share: "Omise: 30 of 100",
    banksSome: "Only of these banks",
    banksOthers: "Other banks",
    banksFault: "Write letters or digits",
    kbank: "Kasikornbank",
    onlyBanks: "payers of Kasikornbank, Krungthai Card (KTC), jpmorgan",
    bank: "Payer's bank",
    otherBank: "the route is not for payers of Krungsri.",
    banksAll: "All banks",
    ktc: "Krungthai Card (KTC)",
    brands: "Brands of cards",
    brand: "Brand of the card",
    otherBrand: "the route is not for cards of Visa.",
    fits: "Route 2 is the first that fits.",
    add: "Add a route",
    edit2: "Change: Route 2",
    remove2: "Remove: Route 2",
    compared: "The cheapest of those",
    shared: "Shares with the routes",
    rate: "Percent that it takes",
    fixed: "And for each payment",
    weight: "Weight",
    scope: "costs 0.80 % + ฿10.00",
    first: "Route 1 is the cheapest: it costs ฿0.32, and route 2 ฿10.16.",
    passed: "A route to Omise was passed over: the route is not for this method.",
    nowhere: "would be refused: no route fits",
    test: "There is nothing to connect in test mode",
    id: "Its id there",
  },
  th: {
    name: "โอมิเซะ",
    connect: "เชื่อมต่อ: โอมิเซะ",
    key: "คีย์ลับ",
    submit: "เชื่อมต่อ",
    connected: "เชื่อมต่อแล้ว",
    edit: "แก้ไข: เส้นทางที่ 1",
    some: "เฉพาะช่องทางเหล่านี้",
    min: "ยอดต่ำสุด",
    done: "เสร็จสิ้น",
    save: "บันทึกเส้นทาง",
    tryIt: "ลอง",
    goes: "พร้อมเพย์ ฿1,000.00 จะไปที่ โอมิเซะ เส้นทางที่ 1 มีต้นทุนต่ำสุด คือ ฿16.00 ส่วนเส้นทางที่ 2 คือ ฿18.00",
    likeliest: "พร้อมเพย์ ฿1,000.00 จะไปที่ โอมิเซะ เส้นทางที่ 1 มีโอกาสมากที่สุด มีน้ำหนัก 70 จาก 100 ส่วน",
    share: "โอมิเซะ: 30 จาก 100",
    banksSome: "เฉพาะธนาคารเหล่านี้",
    banksOthers: "ธนาคารอื่น",
    banksFault: "ใส่ตัวอักษรหรือตัวเลข",
    kbank: "ธนาคารกสิกรไทย",
    onlyBanks: "ผู้ชำระเงินของ ธนาคารกสิกรไทย, บัตรกรุงไทย (เคทีซี), jpmorgan",
    bank: "ธนาคารของผู้ชำระเงิน",
    otherBank: "เส้นทางนี้ไม่ใช้กับผู้ชำระเงินของ กรุงศรี",
    banksAll: "ทุกธนาคาร",
    ktc: "บัตรกรุงไทย (เคทีซี)",
    brands: "แบรนด์ของบัตร",
    brand: "แบรนด์ของบัตร",
    otherBrand: "เส้นทางนี้ไม่ใช้กับบัตร Visa",
    fits: "เส้นทางที่ 2 เข้าเงื่อนไขเป็นเส้นทางแรก",
    add: "เพิ่มเส้นทาง",
    edit2: "แก้ไข: เส้นทางที่ 2",
    remove2: "ลบ: เส้นทางที่ 2",
    compared: "ใช้เส้นทางที่ต้นทุนต่ำสุด",
    shared: "แบ่งกับเส้นทางข้างเคียง",
    rate: "เปอร์เซ็นต์ที่เรียกเก็บ",
    fixed: "และต่อรายการ",
    weight: "น้ำหนัก",
    scope: "ต้นทุน 0.80 % + ฿10.00",
    first: "เส้นทางที่ 1 มีต้นทุนต่ำสุด คือ ฿0.32 ส่วนเส้นทางที่ 2 คือ ฿10.16",
    passed: "ข้ามเส้นทางไป โอมิเซะ: เส้นทางนี้ไม่ใช้กับช่องทางนี้",
    nowhere: "จะถูกปฏิเสธ เพราะไม่มีเส้นทางที่เข้าเงื่อนไข",
    test: "โหมดทดสอบไม่มีอะไรต้องเชื่อมต่อ",
    id: "รหัสที่ผู้ให้บริการต้นทาง",
  },
};

test.each([
  ["en", "light", wide],
  ["th", "dark", narrow],
] as const)(
  "a merchant connects an upstream, sees of the key four characters, and edits and tries the routes (%s)",
  async (locale, colorScheme, viewport) => {
    const t = words[locale];
    const theirs = await aGateway();
    const ours = await aGateway({ environment: { CHAMRA_UPSTREAMS: `omise.api=${theirs.url}` } });
    const { page, open, complaints } = await aMember(browser, ours, "owner", { locale, colorScheme, viewport });
    const button = (name: string) => page.getByRole("button", { name, exact: true });

    await open("/test/upstreams");
    await page.getByText(t.test).waitFor();
    await open("/live/upstreams");
    await expectSound(page, `upstreams, none connected, in ${locale}`);

    await button(t.connect).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t.key, { exact: true }).fill(theirs.secretKey);
    await expectSound(page, `credentials of an upstream in ${locale}`);
    await dialog.getByRole("button", { name: t.submit, exact: true }).click();
    await page.getByText(`…${theirs.secretKey.slice(-4)}`).waitFor();
    expect(await page.content()).not.toContain(theirs.secretKey);

    await button(t.edit).click();
    await dialog.getByRole("radio", { name: t.some }).check();
    await dialog.getByRole("checkbox", { name: locale === "en" ? "PromptPay" : "พร้อมเพย์" }).check();
    await dialog.getByLabel(t.min).fill("20");
    const done = dialog.getByRole("button", { name: t.done });
    const someBanks = dialog.getByRole("radio", { name: t.banksSome });
    await someBanks.check();
    await expect.poll(() => done.isDisabled()).toBe(true);
    const others = dialog.getByLabel(t.banksOthers);
    await others.fill("…");
    await dialog.getByText(t.banksFault).waitFor();
    await settled(page);
    await expectSound(page, `a route for some banks in ${locale}`);
    await dialog.getByRole("radio", { name: t.banksAll }).check();
    await dialog.getByRole("radio", { name: t.compared }).check();
    await dialog.getByLabel(t.rate).fill("1.60");
    await settled(page);
    await expectSound(page, `a route in ${locale}`);
    await done.click();
    await button(t.add).click();
    await dialog.getByRole("radio", { name: t.compared }).check();
    await dialog.getByLabel(t.rate).fill("0.80");
    await dialog.getByLabel(t.fixed).fill("10");
    await dialog.getByLabel(t.brands).fill("Visa, JCB");
    await someBanks.check();
    for (const name of [t.kbank, t.ktc]) await dialog.getByRole("checkbox", { name }).check();
    await others.fill("jpmorgan");
    await done.click();
    await page.getByText(t.onlyBanks).waitFor();
    await page.getByText("Visa, JCB").waitFor();
    await button(t.edit2).click();
    await dialog.getByLabel(t.brands).fill("");
    await dialog.getByRole("radio", { name: t.banksAll }).check();
    await done.click();
    await page.getByText(t.scope).waitFor();
    await button(t.save).click();
    await expect.poll(() => button(t.save).count(), { timeout: 15_000 }).toBe(0);
    const [, live] = await ours.gateway.store.account.all();
    const compared = [
      { upstream: "omise", methods: ["promptpay"], min: 2_000, max: null, cost: { rate: "1.60", fixed: 0 } },
      { upstream: "omise", methods: null, min: null, max: null, cost: { rate: "0.80", fixed: 1_000 } },
    ];
    expect(live?.routes).toEqual(compared);

    const methods = page.locator("main form select");
    await methods.selectOption("promptpay");
    await button(t.tryIt).click();
    await page.getByText(t.goes).waitFor();
    await settled(page);
    await expectSound(page, `routes that are compared in ${locale}`);

    if (!live) throw new Error("the first merchant has no live account");
    await enable(ours, live, "promptpay");
    const body = { amount: 2_000, currency: "THB", source: { type: "promptpay" } };
    const { json: charge } = await ours.call("POST", "/charges", { key: ours.liveSecretKey, body });
    const { json: upstream } = await theirs.call("GET", "/charges");
    await open(`/live/charges/${charge.id}`);
    const id = page.getByRole("term").filter({ hasText: t.id });
    await expect.poll(() => id.locator("xpath=following-sibling::dd[1]").textContent()).toContain(upstream.data[0].id);
    await page.getByText(t.first).waitFor();
    await expectSound(page, `a charge that was routed in ${locale}`);

    await open("/live/upstreams");
    for (const [edit, weight] of [
      [t.edit, "70"],
      [t.edit2, "30"],
    ] as const) {
      await button(edit).click();
      await dialog.getByRole("radio", { name: t.shared }).check();
      await dialog.getByLabel(t.weight, { exact: true }).fill(weight);
      await done.click();
    }
    await button(t.save).click();
    await expect.poll(() => button(t.save).count(), { timeout: 15_000 }).toBe(0);
    expect((await ours.gateway.store.account.get(live.id))?.routes).toEqual(
      compared.map(({ cost: _, ...route }, index) => ({ ...route, weight: [70, 30][index] })),
    );
    await methods.selectOption("promptpay");
    await button(t.tryIt).click();
    await page.getByText(t.likeliest).waitFor();
    await page.getByText(t.share).waitFor();
    await settled(page);
    await expectSound(page, `upstreams in ${locale}`);

    await button(t.edit2).click();
    await dialog.getByLabel(t.brands).fill("JCB");
    await done.click();
    await button(t.save).click();
    await expect.poll(() => button(t.save).count(), { timeout: 15_000 }).toBe(0);
    await methods.selectOption("card");
    const brand = page.getByRole("textbox", { name: t.brand });
    await brand.fill("Visa");
    await button(t.tryIt).click();
    await page.getByText(t.otherBrand).waitFor();
    await brand.fill("jcb");
    await button(t.tryIt).click();
    await page.getByText(t.fits).waitFor();
    await expectSound(page, `a trial of a card in ${locale}`);

    await button(t.edit2).click();
    await dialog.getByLabel(t.brands).fill("");
    await someBanks.check();
    await dialog.getByRole("checkbox", { name: t.kbank }).check();
    await done.click();
    await button(t.save).click();
    await expect.poll(() => button(t.save).count(), { timeout: 15_000 }).toBe(0);
    expect((await ours.gateway.store.account.get(live.id))?.routes[1]).toMatchObject({ banks: ["kbank"] });
    const bank = page.getByRole("combobox", { name: t.bank });
    await bank.fill("Bank of Aydhya");
    await button(t.tryIt).click();
    await page.getByText(t.otherBank).waitFor();
    await bank.fill("KASIKORNBANK PUBLIC COMPANY LIMITED");
    await button(t.tryIt).click();
    await page.getByText(t.fits).waitFor();
    await expectSound(page, `a trial of a card of a bank in ${locale}`);

    await button(t.remove2).click();
    await button(t.save).click();
    await expect.poll(() => button(t.save).count(), { timeout: 15_000 }).toBe(0);
    await methods.selectOption("mobile_banking_kbank");
    await button(t.tryIt).click();
    await page.getByText(t.nowhere).waitFor();
    await page.getByText(t.passed).waitFor();
    expect(complaints).toEqual([]);
  },
);

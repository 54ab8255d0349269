import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { days, seconds } from "../../src/domain/base/time.ts";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { findCharge } from "../kit/find.ts";
import { aGateway } from "../kit/gateway.ts";
import { aGatewayWithCharges } from "../kit/many-charges.ts";
import { aMember, expectSound, narrow, settled } from "./dashboard-member.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Four charges that differ in every filter. */
async function aMixedGateway() {
  const gateway = await aGateway();
  const { json: old } = await kplusCharge(gateway, { amount: 20_000, description: "Old order" });
  await gateway.advance(days(2));
  const { json: kplus } = await kplusCharge(gateway, { amount: 150_000, metadata: { order: "A-7", shop: "Siam" } });
  await gateway.advance(seconds(1));
  const { json: card } = await cardCharge(gateway, { amount: 99_950, metadata: { order: "B-1" } });
  await gateway.advance(seconds(1));
  const { json: ktc } = await installmentCharge(gateway, { amount: 400_000 });
  return { gateway, ids: { old: old.id, kplus: kplus.id, card: card.id, ktc: ktc.id } as const };
}

type Mixed = Awaited<ReturnType<typeof aMixedGateway>>;

/** Ids of the charges in the list, newest first, from their links. */
const listed = (page: Page): Promise<string[]> =>
  page
    .getByRole("table", { name: "Charges" })
    .getByRole("link")
    .evaluateAll((links) =>
      links.map((link) => (link as unknown as { pathname: string }).pathname.split("/").at(-1) ?? ""),
    );

async function expectListed(page: Page, ids: readonly string[]): Promise<void> {
  await expect.poll(() => listed(page)).toEqual(ids);
}

async function applied(page: Page, fill: (form: ReturnType<Page["getByRole"]>) => Promise<unknown>): Promise<void> {
  const button = page.getByRole("button", { name: /^Filters/ });
  if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
  const form = page.getByRole("form", { name: "Filters" });
  await fill(form);
  await form.getByRole("button", { name: "Apply" }).click();
}

describe("filters", () => {
  type Case = [
    name: string,
    fill: (form: ReturnType<Page["getByRole"]>) => Promise<unknown>,
    left: (keyof Mixed["ids"])[],
    address: string,
  ];
  const cases: Case[] = [
    ["status", (form) => form.getByLabel("Status").selectOption("Successful"), ["card"], "status=successful"],
    ["method", (form) => form.getByLabel("Method").selectOption("Installments"), ["ktc"], "method=installment"],
    ["bank", (form) => form.getByLabel("Bank").selectOption({ label: "Krungthai Card (KTC)" }), ["ktc"], "bank=ktc"],
    ["term", (form) => form.getByLabel("Months").selectOption("4"), ["ktc"], "term=4"],
    [
      "amount",
      async (form) => {
        await form.getByLabel("Amount from").fill("999.50");
        await form.getByLabel("Amount to").fill("1,500");
      },
      ["card", "kplus"],
      "amount_from=99950&amount_to=150000",
    ],
    ["day", (form) => form.getByLabel("To day").fill("2026-01-16"), ["old"], "to=2026-01-16"],
    [
      "metadata",
      async (form) => {
        await form.getByLabel("Metadata key").fill("order");
        await form.getByLabel("Metadata value").fill("A-7");
      },
      ["kplus"],
      "metadata_key=order&metadata_value=A-7",
    ],
  ];

  test("each narrows the list, stands in the address, and survives a reload and the way back", {
    timeout: 60_000,
  }, async () => {
    const { gateway, ids } = await aMixedGateway();
    const { page, open, complaints } = await aMember(browser, gateway, "owner");
    const all = [ids.ktc, ids.card, ids.kplus, ids.old];
    for (const [name, fill, left, address] of cases) {
      await open("/test/charges");
      await expectListed(page, all);
      await applied(page, fill);
      const found = left.map((one) => ids[one]);
      await expectListed(page, found);
      expect(new URL(page.url()).search, name).toBe(`?${address}`);
      await page.reload();
      await settled(page);
      await expectListed(page, found);
      await page.goBack();
      await expectListed(page, all);
    }
    expect(complaints).toEqual([]);
  });

  test("each condition is taken away by its cross, and all of them at once", async () => {
    const { gateway, ids } = await aMixedGateway();
    const { page, open } = await aMember(browser, gateway, "viewer");
    await open("/test/charges?status=pending&amount_from=100000&bank=ktc");
    await expectListed(page, [ids.ktc]);
    await page.getByRole("button", { name: "Take away: Krungthai Card (KTC)" }).click();
    await expectListed(page, [ids.ktc, ids.kplus]);
    await page.getByRole("button", { name: "Take away: ≥ ฿1,000.00" }).click();
    await expectListed(page, [ids.ktc, ids.kplus]);
    await page.getByRole("button", { name: "Filters (1)" }).click();
    await page.getByRole("button", { name: "Clear all" }).click();
    await expectListed(page, [ids.ktc, ids.card, ids.kplus, ids.old]);
    expect(new URL(page.url()).search).toBe("");
  });

  test("an amount that is none is said so, and nothing is applied", async () => {
    const { gateway } = await aMixedGateway();
    const { page, open } = await aMember(browser, gateway, "owner");
    await open("/test/charges");
    await applied(page, (form) => form.getByLabel("Amount from").fill("1.005"));
    await page.getByText("At most two decimals").waitFor();
    expect(new URL(page.url()).search).toBe("");
  });
});

test("a charge is found by any id of it, by what its bank calls it, and by words", { timeout: 60_000 }, async () => {
  const { gateway, ids } = await aMixedGateway();
  await gateway.call("POST", `/charges/${ids.card}/refunds`, { body: { amount: 10_000 } });
  const { json: card } = await gateway.call("GET", `/charges/${ids.card}`);
  const { json: ktc } = await gateway.call("GET", `/charges/${ids.ktc}`);
  const { json: kplus } = await gateway.call("GET", `/charges/${ids.kplus}`);
  const { json: events } = await gateway.call("GET", `/charges/${ids.ktc}/events`);
  const { page, open } = await aMember(browser, gateway, "viewer");
  await open("/test/charges");
  for (const [words, id] of [
    [ids.old, ids.old],
    [card.transaction, ids.card],
    [card.refunds.data[0].id, ids.card],
    [(await findCharge(gateway.gateway.store, ids.card))?.approvalCode ?? "", ids.card], // the API shows none in test mode
    [ktc.source.id, ids.ktc],
    [events.data[0].id, ids.ktc],
    [kplus.source.provider_references.reference_number_1, ids.kplus],
    ["old order", ids.old],
  ]) {
    await page.getByRole("searchbox").fill(words);
    await page.getByRole("searchbox").press("Enter");
    await expectListed(page, [id]);
  }
  await page.getByRole("searchbox").fill("chrg_test_0000000000000000000");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.getByRole("heading", { name: "No charge matches" }).waitFor();
});

test("a charge that is made meanwhile appears by itself, and what becomes of it too", async () => {
  const { gateway } = await aMixedGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/charges");
  await page.evaluate("window.stillHere = true");
  const { json: charge } = await kplusCharge(gateway, { amount: 77_700 });
  const row = page.getByRole("row").filter({ hasText: "฿777.00" });
  await row.getByText("Pending").waitFor();
  await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);
  await row.getByText("Successful").waitFor();
  await expect.poll(() => page.evaluate("window.stillHere")).toBe(true);
});

test("a search that has not seen everything says how far back it looked, and goes on", {
  timeout: 60_000,
}, async () => {
  const gateway = await aGatewayWithCharges("sqlite", 45_000, { metadata: { order: "A-1" } });
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/charges?metadata_value=nowhere");
  const searched = page.getByText(/^Searched back to .* so far\.$/);
  await searched.waitFor();
  const end = page.getByRole("heading", { name: "No charge matches" });
  const reached = async () => ((await end.isVisible()) ? "the end" : (await searched.allTextContents())[0]);
  const steps = [await reached()];
  for (let before = steps[0]; before !== "the end"; before = steps.at(-1)) {
    await page.getByRole("button", { name: "Search further back" }).click();
    await expect.poll(async () => ![undefined, before].includes(await reached())).toBe(true);
    steps.push(await reached());
  }
  expect(steps.length, "it took more than one step").toBeGreaterThan(2);
});

describe("export", () => {
  test("the filtered charges are downloaded as CSV, counted, row for row", async () => {
    const { gateway, ids } = await aMixedGateway();
    const { page, open } = await aMember(browser, gateway, "viewer");
    await open("/test/charges?status=pending");
    await page.getByRole("button", { name: "Download CSV" }).click();
    const dialog = page.getByRole("dialog", { name: "Download as CSV" });
    await dialog.waitFor();
    await expectSound(page, "the export");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^charges-test-\d{4}-\d\d-\d\d\.csv$/);
    const rows = parsed(await readFile(await download.path(), "utf8"));
    const column = (name: string) => rows[0]?.indexOf(name) ?? -1;
    expect(rows.slice(1).map((row) => row[column("id")])).toEqual([ids.ktc, ids.kplus]);
    expect(rows[1]).toContain("400000");
    expect(rows[1]).toContain("4000.00");
    await dialog.getByText("Saved. Charges: 2.").waitFor();
    await dialog.getByRole("button", { name: "Download again" }).waitFor();
    await dialog
      .getByRole("contentinfo")
      .or(dialog.getByRole("button", { name: "Close" }))
      .last()
      .click();
    await dialog.waitFor({ state: "hidden" });
  });

  test("a download that breaks off is reported and saves nothing; the next one is saved whole", async () => {
    const gateway = await aGatewayWithCharges("sqlite", 249);
    const { page, open } = await aMember(browser, gateway, "owner");
    await open("/test/charges");
    const { search } = gateway.gateway.store;
    const { bare } = search;
    let breakOff = () => {};
    search.bare = (...asked) => {
      // the second page of the table never comes
      search.bare = () =>
        new Promise((_, reject) => {
          breakOff = () => reject(new Error("the database is away"));
        });
      return bare(...asked);
    };
    const files: string[] = [];
    page.on("download", (file) => files.push(file.suggestedFilename()));
    await page.getByRole("button", { name: "Download CSV" }).click();
    const dialog = page.getByRole("dialog", { name: "Download as CSV" });
    await dialog.getByRole("button", { name: "Download" }).click();
    await dialog.getByText("Charges read: 100").waitFor();
    breakOff();
    await dialog.getByText("Nothing was saved").waitFor();

    search.bare = bare;
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      dialog.getByRole("button", { name: "Download" }).click(),
    ]);
    await dialog.getByText("Saved. Charges: 250.").waitFor();
    expect(parsed(await readFile(await download.path(), "utf8"))).toHaveLength(251);
    expect(files, "the half one was not saved").toHaveLength(1);
  });

  test("a download can be cancelled", async () => {
    const { gateway } = await aMixedGateway();
    const { page, open } = await aMember(browser, gateway, "owner");
    await open("/test/charges");
    await page.route("**/export/charges.csv*", () => {}); // never answered
    await page.getByRole("button", { name: "Download CSV" }).click();
    const dialog = page.getByRole("dialog", { name: "Download as CSV" });
    await dialog.getByRole("button", { name: "Download" }).click();
    await dialog.getByText("Charges read: 0").waitFor();
    const ended = page.waitForEvent("requestfailed", (request) => request.url().includes("/export/charges.csv"));
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.getByRole("button", { name: "Download" }).waitFor();
    expect((await ended).failure()?.errorText).toContain("ABORTED");
  });
});

test("all of it goes without a mouse", async () => {
  const { gateway, ids } = await aMixedGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/charges");
  await page.getByRole("searchbox").focus();
  await page.keyboard.type("Old order");
  await page.keyboard.press("Enter");
  await expectListed(page, [ids.old]);
  await page.getByRole("link", { name: new RegExp(ids.old) }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: /฿200\.00/ }).waitFor();
});

test("on a phone the charges are cards, and filters fit", async () => {
  const { gateway, ids } = await aMixedGateway();
  const { page, open } = await aMember(browser, gateway, "owner", { viewport: narrow });
  await open("/test/charges?status=pending");
  await page
    .getByRole("list", { name: "Charges" })
    .getByRole("link", { name: new RegExp(ids.kplus) })
    .waitFor();
  await page.getByRole("button", { name: "Filters (1)" }).click();
  await page.getByLabel("From day").fill("2026-01-16");
  await page.getByText("16 Jan 2026", { exact: true }).waitFor();
  await expectSound(page, "charges on a phone");
});

test("a merchant without charges is told how to make one", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/live/charges");
  await page.getByRole("heading", { name: "No charges yet" }).waitFor();
  await page.getByRole("link", { name: "Take a first payment" }).click();
  await page.getByRole("heading", { name: "No payment in live mode yet" }).waitFor();
});

/** Rows and cells of a CSV, its byte order mark taken off. */
function parsed(text: string): string[][] {
  return text
    .replace(/^\uFEFF/, "")
    .trim()
    .split("\r\n")
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) => cell.replace(/^"|"$/g, "")),
    );
}

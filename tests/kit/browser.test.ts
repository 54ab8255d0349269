import { expect, test } from "vitest";
import { launchBrowser } from "./browser.ts";

test("a real browser starts, also twice at once, and runs a page", async () => {
  const browsers = await Promise.all([launchBrowser(), launchBrowser()]);
  for (const browser of browsers) {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.setContent("<title>ชำระเงิน</title><button onclick='this.textContent = 2500 + 500'>ชำระ</button>");
    await page.getByRole("button", { name: "ชำระ" }).click();
    expect(await page.title()).toBe("ชำระเงิน");
    expect(await page.getByRole("button").textContent()).toBe("3000");
    expect((await page.screenshot()).length).toBeGreaterThan(1000);
    await browser.close();
  }
});

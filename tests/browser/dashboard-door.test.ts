import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { Secret } from "../../src/domain/base/secret.ts";
import { days, seconds } from "../../src/domain/base/time.ts";
import { codeOf } from "../../src/operations/team/one-time-code.ts";
import { linkFor } from "../../src/operations/team/team.ts";
import { launchBrowser } from "../kit/browser.ts";
import { password, signedIn, storedPassword } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aMember, aVisitor, expectSound, narrow, settled } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 60_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const malee = { email: "malee@example.com", name: "Malee", password: storedPassword };

/** The link that the first start prints. */
async function firstLink(gateway: TestGateway): Promise<string> {
  const [account] = await gateway.gateway.store.account.all();
  const [owner] = await gateway.gateway.store.member.ofTeam(account?.team ?? "");
  if (!owner) throw new Error("the first merchant has an owner");
  return (await linkFor(gateway.gateway, owner)).url;
}

async function signIn(page: Page, typed: string = password): Promise<void> {
  await page.getByLabel("E-mail").fill(malee.email);
  await page.getByLabel("Password", { exact: true }).fill(typed);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("the link of the first start lets the owner in once, who sets a password and comes back with it", async () => {
  const gateway = await aGateway();
  const link = await firstLink(gateway);
  const { page, complaints } = await aVisitor(browser, gateway);
  await page.goto(link);
  await page.waitForURL("**/dashboard/test");
  await settled(page);
  await expectSound(page, "the first view");
  await page.getByRole("link", { name: "Set one, so that you can come back" }).click();
  await page.getByText("You came in by a link and have no password yet.").waitFor();
  const email = await page.getByLabel("E-mail").inputValue();
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByText("Your password is changed").waitFor();
  await page.getByLabel("Password until now").waitFor();
  await page.getByRole("button", { name: "Owner" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(complaints).toEqual([]);

  await page.goto(link);
  await page.getByRole("heading", { name: "This link does not let you in" }).waitFor();
  expect(new URL(page.url()).hash).toBe("");
  await page.getByRole("link", { name: "To the sign-in page" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard/test");
});

test("an address opened without a session is reached after signing in, and no other address", async () => {
  const gateway = await aGateway();
  await signedIn(gateway, "owner", malee);
  const { page } = await aVisitor(browser, gateway);
  await page.goto("/dashboard/live/webhooks?state=given_up");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await signIn(page);
  await page.waitForURL("**/dashboard/live/webhooks?state=given_up");
  const { page: other } = await aVisitor(browser, gateway);
  await other.goto("/dashboard/sign-in?to=https://example.com/");
  await signIn(other);
  await other.waitForURL("**/dashboard/test");
});

test("a wrong password is told as plainly as an unknown e-mail, in the reader's language", async () => {
  const gateway = await aGateway();
  await signedIn(gateway, "owner", malee);
  const { page } = await aVisitor(browser, gateway, { viewport: narrow, colorScheme: "dark" });
  await page.goto("/dashboard/sign-in");
  await settled(page);
  await expectSound(page, "sign-in");
  await signIn(page, "not the password");
  await page.getByRole("alert").getByText("E-mail, password or code are not right.").waitFor();
  await expectSound(page, "a refused sign-in");
  await page.getByRole("button", { name: "ไทย" }).click();
  await page.getByText("อีเมล รหัสผ่าน หรือรหัสใช้ครั้งเดียวไม่ถูกต้อง").waitFor();
  await expect.poll(() => page.getByRole("alert").textContent()).not.toMatch(/[a-z]/i);
});

test("a member turns one-time codes on with an app and is asked for a code from then on, until they turn them off", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "developer", { member: malee });
  await open("/test/account");
  const section = page
    .getByRole("region", { name: "One-time codes" })
    .or(page.locator("section", { hasText: "One-time codes" }))
    .last();
  await section.getByRole("button", { name: "Turn on" }).click();
  const asked = page.getByRole("dialog", { name: "Turn one-time codes on?" });
  await asked.getByRole("button", { name: "Turn on" }).click();
  await asked.getByRole("alert").waitFor(); // an open browser alone is not enough
  await expectSound(page, "the password for codes");
  await asked.getByLabel("Password until now").fill(password);
  await asked.getByRole("button", { name: "Turn on" }).click();
  await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
  await expectSound(page, "the QR code");
  const secret = new Secret((await section.locator("code").first().textContent()) ?? "");
  await section.getByLabel("Code", { exact: true }).fill(codeOf(secret, gateway.now()));
  await section.getByRole("button", { name: "Confirm" }).click();
  await page.getByText("From now on signing in asks for a code").waitFor();
  expect(complaints.filter((each) => !each.includes("400"))).toEqual([]);

  await gateway.advance(seconds(30));
  const { page: phone } = await aVisitor(browser, gateway, { viewport: narrow });
  await phone.goto("/dashboard/sign-in");
  await signIn(phone);
  const code = phone.getByLabel("Code of your authenticator app");
  await code.fill("000000");
  await phone.getByRole("button", { name: "Sign in" }).click();
  await phone.getByRole("alert").getByText("E-mail, password or code are not right.").waitFor();
  await code.fill(codeOf(secret, gateway.now()));
  await phone.getByRole("button", { name: "Sign in" }).click();
  await phone.waitForURL("**/dashboard/test");

  await gateway.advance(seconds(30));
  await section.getByRole("button", { name: "Turn off" }).click();
  const dialog = page.getByRole("dialog", { name: "Turn one-time codes off?" });
  await dialog.getByLabel("Code", { exact: true }).fill(codeOf(secret, gateway.now()));
  await dialog.getByLabel("Password until now").fill(password);
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await page.getByText("Signing in asks for no code any more").waitFor();
});

test("an invited member joins by the link with a name and a password of their own, and the link is spent", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const { json } = await owner.team.post("/team/invitations", { email: malee.email, role: "developer" });
  const { page } = await aVisitor(browser, gateway);
  await page.goto(json.link);
  await page.getByRole("heading", { name: "Join the team" }).waitFor();
  await expectSound(page, "join");
  await page.getByLabel("Your name").fill("Malee");
  await page.getByLabel("Password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByRole("alert").getByText("Password is too short").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Join" }).click();
  await page.waitForURL("**/dashboard/test");
  await page.getByRole("button", { name: "Malee" }).getByText("Developer").waitFor();
  const { page: late } = await aVisitor(browser, gateway);
  await late.goto(json.link);
  await late.getByLabel("Your name").fill("Somebody");
  await late.getByLabel("Password", { exact: true }).fill(password);
  await late.getByRole("button", { name: "Join" }).click();
  await late.getByRole("alert").getByText("this link was used before", { exact: false }).waitFor();
});

test("a session that is ended elsewhere ends here at the next look, and one that grew old too", async () => {
  const gateway = await aGateway();
  const first = await aMember(browser, gateway, "owner", { member: malee });
  await first.open("/test/settings");
  const { page: second } = await aVisitor(browser, gateway);
  await second.goto("/dashboard/sign-in");
  await signIn(second);
  await second.waitForURL("**/dashboard/test");
  await second.goto("/dashboard/test/account");
  await second.getByRole("button", { name: "End" }).click();
  await second.getByText("The session is ended").waitFor();
  await first.page.getByRole("link", { name: "Webhooks" }).click();
  await first.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await gateway.advance(days(40));
  await second.reload();
  await second.getByRole("heading", { name: "Sign in" }).waitFor();
});

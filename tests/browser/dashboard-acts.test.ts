import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Secret } from "../../src/domain/base/secret.ts";
import type { Role } from "../../src/domain/team/role.ts";
import { codeOf } from "../../src/operations/team/one-time-code.ts";
import { launchBrowser } from "../kit/browser.ts";
import { cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { aMember, expectSound, narrow } from "./dashboard-member.ts";

vi.setConfig({ testTimeout: 60_000 }); // a machine that does much else at once draws pages slowly

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** An act of a settings page, with a role that may do it and one that may not. */
type Act = {
  does: string;
  path: string;
  /** The control that is disabled or absent without the right. */
  control: (page: Page) => ReturnType<Page["getByRole"]>;
  act(page: Page): Promise<void>;
  /** The message shown on success. */
  said: string;
  holds?(gateway: TestGateway): Promise<void>;
  /** The request of the act, sent without the page. */
  request: [path: string, body: unknown];
  refusedTo: Role;
};

const button = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name, exact: true });
const inDialog = (page: Page, name: string) => page.getByRole("dialog").getByRole("button", { name, exact: true });

const acts: readonly Act[] = [
  {
    does: "sets the webhook endpoint",
    path: "/live/webhooks",
    control: button("Set the endpoint"),
    act: async (page) => {
      await page.getByLabel("Address").fill("https://shop.example/webhooks");
      await page.getByRole("button", { name: "Save" }).click();
    },
    said: "The endpoint is saved",
    request: ["live/webhook", { uri: "https://shop.example/webhooks" }],
    refusedTo: "developer",
  },
  {
    does: "reveals the webhook secret",
    path: "/live/webhooks",
    control: button("Reveal"),
    act: async () => {},
    said: "Hide",
    request: ["live/webhook/reveal", {}],
    refusedTo: "developer",
  },
  {
    does: "rolls the webhook secret",
    path: "/live/webhooks",
    control: button("Roll"),
    act: (page) => inDialog(page, "Make a new secret").click(),
    said: "The secret before signs too, until",
    request: ["live/webhook/roll", {}],
    refusedTo: "developer",
  },
  {
    does: "asks for a payment method in live mode",
    path: "/live/methods",
    control: button("Request: K PLUS"),
    act: async (page) => {
      const ask = inDialog(page, "Request");
      await expect.poll(() => ask.isDisabled()).toBe(true);
      await page.getByLabel("I have read these terms and accept them for my team").check();
      await ask.click();
    },
    said: "Waiting for approval",
    request: ["live/methods/mobile_banking_kbank/request", { terms_version: "2026-11" }],
    refusedTo: "developer",
  },
  {
    does: "switches a payment method off, so that it leaves the capability",
    path: "/test/methods",
    control: button(/^Switch off: .*KTC.* installments$/),
    act: (page) => inDialog(page, "Switch off").click(),
    said: "Switched off",
    holds: async (gateway) => {
      const { json } = await gateway.call("GET", "/capability");
      expect(JSON.stringify(json)).not.toContain("installment_wlb_ktc");
    },
    request: ["test/methods/installment_wlb_ktc/disable", {}],
    refusedTo: "viewer",
  },
  {
    does: "lets the merchant pay installment interest",
    path: "/live/settings",
    control: (page) => page.getByRole("radio", { name: "You, so that payers see 0 %" }),
    act: (page) => button("Save: Installment interest")(page).click(),
    said: "Saved",
    holds: async (gateway) => {
      const { json } = await gateway.call("GET", "/capability", { key: gateway.liveSecretKey });
      expect(json.zero_interest_installments).toBe(true);
    },
    request: ["live/settings", { zero_interest_installments: true }],
    refusedTo: "developer",
  },
  {
    does: "asks for 3-D Secure",
    path: "/live/settings",
    control: (page) => page.getByRole("switch", { name: "Ask for 3-D Secure" }),
    act: (page) => button("Save: 3-D Secure")(page).click(),
    said: "Saved",
    request: ["live/settings", { three_d_secure: true }],
    refusedTo: "developer",
  },
  {
    does: "creates a live secret key, which is shown once",
    path: "/live/keys",
    control: button("Create a key"),
    act: async (page) => {
      await inDialog(page, "Create").click();
      const dialog = page.getByRole("dialog", { name: "Your new key" });
      await dialog.getByText("This is the only time it is shown.").waitFor();
      await expect.poll(() => dialog.locator("pre").textContent()).toMatch(/^skey_[0-9a-z]{19}$/);
      await dialog.getByRole("button", { name: "I have it" }).click();
    },
    said: "The key works now",
    request: ["live/keys", { kind: "secret" }],
    refusedTo: "viewer",
  },
  {
    does: "invites a member",
    path: "/test/team",
    control: button("Invite a member"),
    act: async (page) => {
      await page.getByLabel("E-mail").fill("malee@example.com");
      await page.getByRole("radio", { name: "Support" }).check();
      await inDialog(page, "Make the link").click();
      const dialog = page.getByRole("dialog", { name: "Link for malee@example.com" });
      await expect.poll(() => dialog.locator("pre").textContent()).toContain("/dashboard/join#");
      await dialog.getByRole("button", { name: "Done" }).click();
    },
    said: "Open invitations",
    request: ["team/invitations", { email: "malee@example.com", role: "support" }],
    refusedTo: "developer",
  },
];

describe.each(acts)("who $does", ({ path, control, act, said, holds, request: [address, body], refusedTo }) => {
  test("an owner does it", async () => {
    const gateway = await aGateway();
    const { page, open, complaints } = await aMember(browser, gateway, "owner");
    await open(path);
    await control(page).click();
    await act(page);
    await page.getByText(said).first().waitFor();
    await holds?.(gateway);
    expect(complaints).toEqual([]);
  });

  test(`the role ${refusedTo} finds no way to, on a phone neither, and the gateway refuses it`, async () => {
    const gateway = await aGateway();
    const { page, open, complaints } = await aMember(browser, gateway, refusedTo, { viewport: narrow });
    await open(path);
    const found = control(page);
    if (await found.count()) expect(await found.first().isDisabled()).toBe(true);
    await page
      .getByText(/[Ii]t takes the role/)
      .first()
      .waitFor();
    await expectSound(page, path);
    expect(complaints).toEqual([]);
    const refusal = await page.evaluate(
      async ([to, sent]) => {
        const answer = await fetch(`/dashboard/api/${to}`, {
          method: "POST",
          headers: { "X-Chamra-Dashboard": "1", "Content-Type": "application/json" },
          body: sent,
        });
        return [answer.status, ((await answer.json()) as { code: string }).code];
      },
      [address, JSON.stringify(body)] as const,
    );
    expect(refusal).toEqual([403, "forbidden"]);
  });
});

test("in live mode a developer is offered public keys only, and may touch no secret one", async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "developer", { viewport: narrow });
  await open("/live/keys");
  await page
    .getByText(/[Ii]t takes the role/)
    .first()
    .waitFor();
  expect(
    await page
      .getByRole("button", { name: /^Roll: Secret key/ })
      .first()
      .isDisabled(),
  ).toBe(true);
  await expectSound(page, "live keys of a developer");
  await button("Create a key")(page).click();
  await expect.poll(() => page.getByRole("radio", { name: "Secret key" }).count()).toBe(0);
  await inDialog(page, "Create").click();
  const made = page.getByRole("dialog", { name: "Your new key" });
  await expect.poll(() => made.locator("pre").textContent()).toMatch(/^pkey_/);
  await made.getByRole("button", { name: "I have it" }).click();
  expect(complaints).toEqual([]);
});

test("a key is rolled with an overlap, and its old form is revoked", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "developer");
  await open("/test/keys");
  const ending = gateway.secretKey.slice(-4);
  await page.getByRole("button", { name: `Roll: Secret key …${ending}` }).click();
  await page.getByRole("combobox", { name: "The old key works for" }).click();
  await page.getByRole("option", { name: "7 days" }).click();
  await inDialog(page, "Make a new key").click();
  const dialog = page.getByRole("dialog", { name: "Your new key" });
  const key = (await dialog.locator("pre").textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have it" }).click();
  await page.getByText("Ends soon").waitFor();
  for (const working of [key, gateway.secretKey])
    expect((await gateway.call("GET", "/account", { key: working })).status).toBe(200);
  await page.getByRole("button", { name: `Revoke: Secret key …${ending}` }).click();
  await inDialog(page, "Revoke").click();
  await page.getByText("The key is revoked").waitFor();
  expect((await gateway.call("GET", "/account")).status).toBe(401);
  await page.getByText("Keys that have ended (1)").click();
  await page.getByText("Revoked", { exact: true }).waitFor();
});

test("an operator approves what a merchant asks for, or says why not, and the merchant sees it without a reload", async () => {
  const gateway = await aGateway();
  const merchant = await aMember(browser, gateway, "owner");
  const operator = await aMember(browser, gateway, "viewer", { member: { operator: true } });
  await merchant.open("/live/methods");
  for (const name of ["K PLUS", /KTC.* installments$/]) {
    const said = typeof name === "string" ? `Request: ${name}` : /^Request: .*KTC.* installments$/;
    await merchant.page.getByRole("button", { name: said }).click();
    await merchant.page.getByLabel("I have read these terms and accept them for my team").check();
    await inDialog(merchant.page, "Request").click();
    await merchant.page.getByRole("dialog").waitFor({ state: "hidden" });
  }
  await operator.open("/live/operator");
  await operator.page.getByRole("button", { name: "Approve: K PLUS, Demo Shop" }).click();
  await operator.page.getByText("No bank is connected for it on this server").waitFor();
  await inDialog(operator.page, "Approve").click();
  await operator.page.getByText("Approved", { exact: true }).waitFor();
  await operator.page.getByRole("button", { name: /^Decline: .*KTC/ }).click();
  const decline = inDialog(operator.page, "Decline");
  await expect.poll(() => decline.isDisabled()).toBe(true);
  await operator.page.getByLabel("Why").fill("Your contract with the bank is missing.");
  await decline.click();
  await operator.page.getByText("Nobody waits for you").waitFor();
  const kplus = merchant.page.getByRole("article", { name: "K PLUS" });
  await kplus.getByText("Enabled", { exact: true }).waitFor();
  await merchant.page.getByText("Your contract with the bank is missing.").waitFor();
  expect([...merchant.complaints, ...operator.complaints]).toEqual([]);
});

test("a member's role is changed and the member removed; the last owner can do neither to themselves", async () => {
  const gateway = await aGateway();
  const [first] = await gateway.gateway.store.member.ofTeam((await gateway.gateway.store.account.all())[0]?.team ?? "");
  const { page, open } = await aMember(browser, gateway, "owner", { member: { name: "Malee", operator: true } });
  const other = await aMember(browser, gateway, "viewer", { member: { name: "Somchai" } });
  await open("/test/team");
  await page.getByRole("button", { name: "Change role: Somchai" }).click();
  await page.getByRole("radio", { name: "Developer" }).check();
  await inDialog(page, "Save").click();
  await page.getByText("The role is changed").waitFor();
  await page.getByRole("button", { name: "Remove: Somchai" }).click();
  await inDialog(page, "Remove").click();
  await page.getByText("Removed", { exact: true }).waitFor();
  await other.page.goto("/dashboard/test");
  await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByRole("button", { name: `Remove: ${first?.name}` }).click();
  await inDialog(page, "Remove").click();
  await page.getByRole("button", { name: `Remove: ${first?.name}` }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Change role: Malee" }).click();
  await page.getByRole("radio", { name: "Support" }).check();
  await inDialog(page, "Save").click();
  await page.getByRole("dialog").getByRole("alert").getByText(/owner/).waitFor();
  const team = await gateway.gateway.store.member.ofTeam(first?.team ?? "");
  expect(team.filter(({ removedAt }) => removedAt === null).map(({ name, role }) => [name, role])).toEqual([
    ["Malee", "owner"],
  ]);
});

test("where an owner requires codes, a member who has none sets them up before anything else", {
  timeout: 60_000,
}, async () => {
  const gateway = await aGateway();
  const { page, open, complaints } = await aMember(browser, gateway, "owner", { viewport: narrow });
  const other = await aMember(browser, gateway, "viewer");
  await open("/test/team");
  await button("Require codes")(page).click();
  await inDialog(page, "Require codes").click();
  await page.getByRole("heading", { name: "First, one-time codes" }).waitFor(); // they have none themselves
  await expectSound(page, "codes first");
  await page.getByRole("button", { name: "Turn on" }).click();
  const secret = (await page.locator("code").first().textContent()) ?? "";
  await page.getByLabel("Code", { exact: true }).fill(codeOf(new Secret(secret), gateway.now()));
  await page.getByRole("button", { name: "Confirm" }).click();
  await page.getByRole("heading", { name: "One-time codes for everybody" }).waitFor();
  await page.getByText("can do nothing else until then").waitFor();
  expect(complaints.filter((each) => !each.includes("403"))).toEqual([]);
  await other.open("/test");
  await other.page.getByRole("heading", { name: "Sign in" }).waitFor(); // signed out by that
});

test("the table of roles says what the gateway holds to", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "admin");
  await open("/test/team");
  const marks = async (right: string) =>
    page
      .getByRole("row", { name: right })
      .getByRole("img")
      .evaluateAll((all) => all.map((mark) => mark.ariaLabel));
  const may = (...allowed: boolean[]) => allowed.map((yes) => (yes ? "may" : "may not"));
  // Owner, admin, developer, finance, support, viewer: in test and in live mode each.
  const nobody = [false, false, false, false, false, false];
  expect(await marks("Charge customers' cards; capture, reverse and expire charges")).toEqual(
    may(true, true, true, true, true, false, ...nobody),
  );
  expect(await marks("Refund charges")).toEqual(
    may(true, true, true, true, true, false, false, false, true, true, false, false),
  );
  expect(await marks("See API keys; create, roll and revoke public ones")).toEqual(
    may(true, true, true, true, true, true, ...nobody),
  );
  expect(await marks("Create, reveal, roll and revoke secret keys and the webhook secret")).toEqual(
    may(true, true, true, true, true, false, ...nobody),
  );
  expect(await marks("Manage the team and read the audit log")).toEqual(
    may(true, true, true, true, false, false, ...nobody),
  );
});

test("the audit log tells who did what, with what stood there before", async () => {
  const gateway = await aGateway();
  const { page, open } = await aMember(browser, gateway, "owner", { member: { name: "Malee" } });
  await open("/test/settings");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Malee's Shop");
  await page.getByRole("button", { name: "Save: Name" }).click();
  await page.getByText("Saved").waitFor();
  await gateway.call("PATCH", "/account", { json: { zero_interest_installments: true } });
  await open("/test/audit");
  const byKey = page.getByRole("group").filter({ hasText: "Changed the account" }).first();
  await byKey.getByText(`Key skey_…${gateway.secretKey.slice(-4)}`, { exact: true }).waitFor();
  const act = page.getByRole("group").filter({ hasText: "Changed settings" }).first();
  await act.getByText("Malee", { exact: true }).waitFor();
  await act.getByText("Changed settings").click();
  await act.getByRole("region", { name: "Before" }).getByText("Demo Shop").waitFor();
  await act.getByRole("region", { name: "After" }).getByText("Malee's Shop").waitFor();
});

test("a refund is one line of the audit log, behind which stand both of its rows", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const { test: seat, member } = await signedIn(gateway, "owner", { name: "Malee" });
  expect((await seat.post(`/charges/${charge.id}/refunds`, { amount: 10_000 })).status).toBe(200);
  const { page, open } = await aMember(browser, gateway, "owner");
  await open("/test/audit");
  const acts = page.getByRole("group").filter({ hasText: "Refunded a charge" });
  await expect.poll(() => acts.count()).toBe(1);
  await acts.getByText(member.name).click();
  for (const stage of ["Noted before the bank was asked", "Noted after it had answered"]) {
    await acts
      .getByRole("region", { name: `${stage}: After` })
      .getByText("refunds rfnd_test")
      .waitFor();
  }
  await expectSound(page, "an act with both rows");
});

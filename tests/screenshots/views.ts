import type { Page } from "playwright-core";
import type { Merchant } from "./merchant-month.ts";

/** One picture of the dashboard: path, subject, and the steps before it is taken. */
export type View = {
  name: string;
  about: string;
  path: (shown: Merchant["shown"]) => string;
  /** The shown merchant: with a month of payments, on the first day, or none (signed out). */
  who?: "new" | "nobody";
  before?: (page: Page) => Promise<unknown>;
};

const at = (path: string) => () => path;

/** Finds the button of an act by its position, which works in every language. */
const firstAct = (page: Page) =>
  page.getByRole("main").getByRole("banner").or(page.locator("main header")).getByRole("button");

export const views: readonly View[] = [
  {
    name: "home",
    about: "Today beside yesterday, volume and success by method, failures, who still has to pay, webhook health.",
    path: at("/test"),
  },
  {
    name: "first-payment",
    about: "What a new merchant sees instead: a payment to make, which appears as it happens.",
    path: at("/test"),
    who: "new",
  },
  {
    name: "charges",
    about: "Every charge, by id, reference, words or filters that stand in the address.",
    path: at("/test/charges"),
  },
  {
    name: "charges-filtered",
    about: "The filters.",
    path: at("/test/charges?status=successful&amount_from=100000"),
    before: (page) => page.locator("main button[aria-expanded]").click(),
  },
  {
    name: "charge-installments",
    about: "A charge: amounts to the satang, its installment plan, everything that happened.",
    path: ({ installment }) => `/test/charges/${installment}`,
  },
  {
    name: "charge-card",
    about: "A card payment with a partial refund.",
    path: ({ refunded }) => `/test/charges/${refunded}`,
  },
  {
    name: "refund",
    about: "A refund, asked for once more before it is made.",
    path: ({ refunded }) => `/test/charges/${refunded}`,
    before: async (page) => {
      await firstAct(page)
        .filter({ hasText: /Refund|คืนเงิน/ })
        .first()
        .click();
      await page.getByRole("dialog").getByRole("textbox").waitFor();
      await page.waitForTimeout(300); // the dialog slides in
    },
  },
  {
    name: "charge-waiting",
    about: "A test charge that waits for its payer, who can be played from here.",
    path: ({ kplus }) => `/test/charges/${kplus}`,
  },
  {
    name: "charge-live",
    about: "A live charge: why it went to its upstream, what that told, and what it answered.",
    path: ({ inLiveMode }) => `/live/charges/${inLiveMode}`,
    before: async (page) => {
      await page.locator("li[data-kind=notification] summary").first().click();
      await page.locator("li[data-kind=notification]").first().scrollIntoViewIfNeeded();
    },
  },
  {
    name: "customers",
    about: "Customers with their cards on file, found by name, address, words or last digits.",
    path: at("/test/customers"),
  },
  {
    name: "customer",
    about: "A customer: cards, what is noted, payments; the card can be charged again from here.",
    path: ({ customer }) => `/test/customers/${customer}`,
  },
  {
    name: "schedules",
    about: "Schedules, which charge a card on file again and again.",
    path: at("/test/schedules"),
  },
  {
    name: "schedule",
    about: "A schedule: what comes next, and what became of each date.",
    path: ({ schedule }) => `/test/schedules/${schedule}`,
  },
  { name: "links", about: "Payment links.", path: at("/test/links") },
  {
    name: "link",
    about: "A payment link with its address as a QR code, and its payments.",
    path: ({ link }) => `/test/links/${link}`,
  },
  { name: "disputes", about: "Disputes, with the time that is left to answer.", path: at("/test/disputes") },
  {
    name: "dispute",
    about: "A dispute: evidence, the answer, and in test mode the bank's decision.",
    path: ({ dispute }) => `/test/disputes/${dispute}`,
  },
  { name: "refunds", about: "Refunds.", path: at("/test/refunds") },
  { name: "balance", about: "The balance, read from the ledger.", path: at("/test/balance") },
  {
    name: "transactions",
    about: "Every movement of the balance: gross, fee, VAT and net, summed, and as CSV.",
    path: at("/test/transactions"),
  },
  { name: "payouts", about: "Transfers, recipients, and what goes out regularly.", path: at("/test/payouts") },
  {
    name: "settlements",
    about: "What came into the balance and what left it, day by day or payout by payout.",
    path: at("/test/settlements"),
  },
  {
    name: "receipts",
    about: "Receipts for fees, day by day, and the tax invoice of each month.",
    path: at("/test/receipts"),
  },
  {
    name: "tax-invoice",
    about: "The tax invoice of a month in the form of Thailand, to print.",
    path: at("/test/receipts/2026-01"),
  },
  {
    name: "checkout-sessions",
    about: "Checkout sessions, which shop plug-ins ask for.",
    path: at("/test/checkout-sessions"),
  },
  {
    name: "checkout-session",
    about: "A checkout session: the order, and what was tried to pay it.",
    path: ({ session }) => `/test/checkout-sessions/${session}`,
  },
  {
    name: "chains",
    about: "Chains: merchants who let this account act for them.",
    path: at("/test/chains"),
  },
  { name: "events", about: "Events.", path: at("/test/events") },
  {
    name: "event",
    about: "An event: every try to deliver it, and its payload.",
    path: ({ lostEvent }) => `/test/events/${lostEvent}`,
  },
  { name: "requests", about: "The request log.", path: at("/test/requests") },
  {
    name: "request",
    about: "A request with its bodies, secrets removed, and as a curl command.",
    path: at("/test/requests?status=4xx"),
    before: async (page) => {
      await page.getByRole("link", { name: "POST /charges" }).first().click();
      await page.locator("pre").first().waitFor();
    },
  },
  { name: "webhooks", about: "The webhook endpoint, its deliveries and its secret.", path: at("/test/webhooks") },
  { name: "keys", about: "API keys.", path: at("/test/keys") },
  {
    name: "test-data",
    about: "Test mode only: fill, empty, keep and put back the account, and accounts for one run of tests.",
    path: at("/test/test-data"),
  },
  { name: "methods", about: "Payment methods, with limits, terms and refund periods.", path: at("/live/methods") },
  {
    name: "upstreams",
    about: "Live mode: the banks and gateways that take the money, by the merchant's own contracts.",
    path: at("/live/upstreams"),
  },
  {
    name: "routes",
    about: "Live mode: which payments go where, and what a trial says.",
    path: at("/live/upstreams"),
    before: async (page) => {
      await page.locator("form button[type=submit]").last().click();
      await page.locator("section").last().scrollIntoViewIfNeeded();
    },
  },
  {
    name: "reconciliations",
    about: "Live mode: where the money is, its payouts, and the days that were compared with each upstream.",
    path: at("/live/reconciliations"),
  },
  {
    name: "reconciliation",
    about: "A compared day: what is missing here or there, and what differs, each worked off with a note.",
    path: ({ reconciled }) => `/live/reconciliations/${reconciled}`,
  },
  {
    name: "fidelity",
    about: "Test mode: how the answers differ from those of a test account at Omise.",
    path: at("/test/fidelity"),
  },
  { name: "settings", about: "Settings of the account.", path: at("/test/settings") },
  { name: "team", about: "The team, and what each role may do.", path: at("/test/team") },
  { name: "audit", about: "The audit log.", path: at("/test/audit") },
  {
    name: "operator",
    about: "For whoever runs the server: accounts, approvals, queues, connectors.",
    path: at("/test/operator"),
  },
  {
    name: "exchange-rates",
    about: "The exchange rates that the operator sets, each from a day on.",
    path: at("/test/operator?part=rates"),
  },
  { name: "account", about: "One's own account: password, one-time codes, sessions.", path: at("/test/account") },
  { name: "sign-in", about: "The door.", path: at("/sign-in"), who: "nobody" },
];

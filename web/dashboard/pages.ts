import type { ComponentType } from "react";
import type { Right } from "../../src/domain/team/role.ts";
import type { IconName } from "./ui/icon.tsx";

export type Group = "home" | "payments" | "developers" | "settings" | "operator";

/** One view: its path below the mode, menu entry, required right and title. */
export type Page = {
  /** `/charges/$id`: the part with a dollar is a parameter, read with `useParameter`. */
  path: string;
  /** Loaded on the first visit. */
  load: () => Promise<ComponentType>;
  right: Right;
  title: { en: string; th: string };
  /** Only in this mode. */
  mode?: "test" | "live";
  /** Absent for views below another view's path. `key`, pressed after `g`, opens the view. */
  menu?: { group: Group; icon: IconName; key: string };
};

/** All views of the dashboard, in the order of the menu. Route, menu entry, title and the check of the right derive from these entries. */
export const pages: readonly Page[] = [
  {
    path: "/",
    load: async () => (await import("./pages/home.tsx")).Home,
    right: "view",
    title: { en: "Home", th: "หน้าแรก" },
    menu: { group: "home", icon: "home", key: "h" },
  },
  {
    path: "/charges",
    load: async () => (await import("./pages/charges.tsx")).Charges,
    right: "view",
    title: { en: "Charges", th: "รายการชำระเงิน" },
    menu: { group: "payments", icon: "charges", key: "c" },
  },
  {
    path: "/charges/$id",
    load: async () => (await import("./pages/charge.tsx")).Charge,
    right: "view",
    title: { en: "Charge", th: "รายละเอียดการชำระเงิน" },
  },
  {
    path: "/customers",
    load: async () => (await import("./pages/customers.tsx")).Customers,
    right: "view",
    title: { en: "Customers", th: "ลูกค้า" },
    menu: { group: "payments", icon: "customers", key: "u" },
  },
  {
    path: "/customers/$id",
    load: async () => (await import("./pages/customer.tsx")).Customer,
    right: "view",
    title: { en: "Customer", th: "รายละเอียดลูกค้า" },
  },
  {
    path: "/linked-accounts",
    load: async () => (await import("./pages/linked-accounts.tsx")).LinkedAccounts,
    right: "view",
    title: { en: "Linked accounts", th: "บัญชีที่เชื่อมไว้" },
    menu: { group: "payments", icon: "linked", key: "j" },
  },
  {
    path: "/linked-accounts/$id",
    load: async () => (await import("./pages/linked-account.tsx")).LinkedAccount,
    right: "view",
    title: { en: "Linked account", th: "รายละเอียดบัญชีที่เชื่อมไว้" },
  },
  {
    path: "/schedules",
    load: async () => (await import("./pages/schedules.tsx")).Schedules,
    right: "view",
    title: { en: "Schedules", th: "กำหนดการเรียกเก็บ" },
    menu: { group: "payments", icon: "schedules", key: "d" },
  },
  {
    path: "/schedules/$id",
    load: async () => (await import("./pages/schedule.tsx")).Schedule,
    right: "view",
    title: { en: "Schedule", th: "รายละเอียดกำหนดการ" },
  },
  {
    path: "/refunds",
    load: async () => (await import("./pages/refunds.tsx")).Refunds,
    right: "view",
    title: { en: "Refunds", th: "การคืนเงิน" },
    menu: { group: "payments", icon: "refunds", key: "r" },
  },
  {
    path: "/disputes",
    load: async () => (await import("./pages/disputes.tsx")).Disputes,
    right: "view",
    title: { en: "Disputes", th: "ข้อโต้แย้ง" },
    menu: { group: "payments", icon: "disputes", key: "i" },
  },
  {
    path: "/disputes/$id",
    load: async () => (await import("./pages/dispute.tsx")).Dispute,
    right: "view",
    title: { en: "Dispute", th: "รายละเอียดข้อโต้แย้ง" },
  },
  {
    path: "/links",
    load: async () => (await import("./pages/links.tsx")).Links,
    right: "view",
    title: { en: "Payment links", th: "ลิงก์ชำระเงิน" },
    menu: { group: "payments", icon: "links", key: "n" },
  },
  {
    path: "/links/$id",
    load: async () => (await import("./pages/link.tsx")).Link,
    right: "view",
    title: { en: "Payment link", th: "รายละเอียดลิงก์ชำระเงิน" },
  },
  {
    path: "/checkout-sessions",
    load: async () => (await import("./pages/checkout-sessions.tsx")).CheckoutSessions,
    right: "view",
    title: { en: "Checkout sessions", th: "เซสชันชำระเงิน" },
    menu: { group: "payments", icon: "external", key: "z" },
  },
  {
    path: "/checkout-sessions/$id",
    load: async () => (await import("./pages/checkout-session.tsx")).CheckoutSession,
    right: "view",
    title: { en: "Checkout session", th: "รายละเอียดเซสชันชำระเงิน" },
  },
  {
    path: "/balance",
    load: async () => (await import("./pages/balance.tsx")).Balance,
    right: "view",
    title: { en: "Balance", th: "ยอดเงินคงเหลือ" },
    menu: { group: "payments", icon: "balance", key: "b" },
  },
  {
    path: "/payouts",
    load: async () => (await import("./pages/payouts.tsx")).Payouts,
    right: "view",
    title: { en: "Payouts", th: "การโอนเงินออก" },
    menu: { group: "payments", icon: "payouts", key: "y" },
  },
  {
    path: "/transactions",
    load: async () => (await import("./pages/transactions.tsx")).Transactions,
    right: "view",
    title: { en: "Transactions", th: "รายการเดินบัญชี" },
    menu: { group: "payments", icon: "transactions", key: "t" },
  },
  {
    path: "/settlements",
    load: async () => (await import("./pages/settlements.tsx")).Settlements,
    right: "view",
    title: { en: "Settlement", th: "สรุปยอดรับเงิน" },
    menu: { group: "payments", icon: "settlements", key: "f" },
  },
  {
    path: "/reconciliations",
    load: async () => (await import("./pages/reconciliations.tsx")).Reconciliations,
    right: "receipts",
    title: { en: "Reconciliation", th: "กระทบยอด" },
    mode: "live",
    menu: { group: "payments", icon: "reconciliations", key: "5" },
  },
  {
    path: "/reconciliations/$id",
    load: async () => (await import("./pages/reconciliation.tsx")).Reconciliation,
    right: "receipts",
    title: { en: "Reconciled day", th: "รายละเอียดการกระทบยอด" },
    mode: "live",
  },
  {
    path: "/receipts",
    load: async () => (await import("./pages/receipts.tsx")).Receipts,
    right: "receipts",
    title: { en: "Receipts", th: "ใบเสร็จค่าธรรมเนียม" },
    menu: { group: "payments", icon: "receipts", key: "v" },
  },
  {
    path: "/receipts/$month",
    load: async () => (await import("./pages/receipt-month.tsx")).ReceiptMonth,
    right: "receipts",
    title: { en: "Tax invoice", th: "ใบกำกับภาษี" },
  },
  {
    path: "/events",
    load: async () => (await import("./pages/events.tsx")).Events,
    right: "view",
    title: { en: "Events", th: "เหตุการณ์" },
    menu: { group: "developers", icon: "events", key: "e" },
  },
  {
    path: "/events/$id",
    load: async () => (await import("./pages/event.tsx")).Event,
    right: "view",
    title: { en: "Event", th: "รายละเอียดเหตุการณ์" },
  },
  {
    path: "/requests",
    load: async () => (await import("./pages/requests.tsx")).Requests,
    right: "view",
    title: { en: "Request log", th: "บันทึกคำขอ API" },
    menu: { group: "developers", icon: "requests", key: "l" },
  },
  {
    path: "/requests/$id",
    load: async () => (await import("./pages/request.tsx")).Request,
    right: "view",
    title: { en: "Request", th: "รายละเอียดคำขอ" },
  },
  {
    path: "/webhooks",
    load: async () => (await import("./pages/webhooks.tsx")).Webhooks,
    right: "view",
    title: { en: "Webhooks", th: "เว็บฮุค" },
    menu: { group: "developers", icon: "webhooks", key: "w" },
  },
  {
    path: "/keys",
    load: async () => (await import("./pages/keys.tsx")).Keys,
    right: "keys",
    title: { en: "API keys", th: "คีย์ API" },
    menu: { group: "developers", icon: "keys", key: "k" },
  },
  {
    path: "/chains",
    load: async () => (await import("./pages/chains.tsx")).Chains,
    right: "secret_keys",
    title: { en: "Chains", th: "บัญชีร้านค้าในเครือ" },
    menu: { group: "developers", icon: "chains", key: "x" },
  },
  {
    path: "/chains/allow",
    load: async () => (await import("./pages/chain-consent.tsx")).ChainConsent,
    right: "secret_keys",
    title: { en: "Allow a platform", th: "อนุญาตผู้ให้บริการ" },
  },
  {
    path: "/test-data",
    load: async () => (await import("./pages/test-data.tsx")).TestData,
    right: "view",
    title: { en: "Test data", th: "ข้อมูลทดสอบ" },
    mode: "test",
    menu: { group: "developers", icon: "refresh", key: "1" },
  },
  {
    path: "/faults",
    load: async () => (await import("./pages/faults.tsx")).Faults,
    right: "view",
    title: { en: "Faults", th: "ข้อผิดพลาดจำลอง" },
    mode: "test",
    menu: { group: "developers", icon: "faults", key: "q" },
  },
  {
    path: "/fidelity",
    load: async () => (await import("./pages/fidelity.tsx")).Fidelity,
    right: "view",
    title: { en: "Fidelity", th: "ความตรงกับต้นทาง" },
    mode: "test",
    menu: { group: "developers", icon: "fidelity", key: "0" },
  },
  {
    path: "/methods",
    load: async () => (await import("./pages/methods.tsx")).Methods,
    right: "view",
    title: { en: "Payment methods", th: "ช่องทางชำระเงิน" },
    menu: { group: "settings", icon: "methods", key: "m" },
  },
  {
    path: "/upstreams",
    load: async () => (await import("./pages/upstreams.tsx")).Upstreams,
    right: "upstreams",
    title: { en: "Upstreams", th: "ผู้ให้บริการต้นทาง" },
    menu: { group: "settings", icon: "upstreams", key: "2" },
  },
  {
    path: "/settings",
    load: async () => (await import("./pages/settings.tsx")).Settings,
    right: "view",
    title: { en: "Settings", th: "การตั้งค่าร้านค้า" },
    menu: { group: "settings", icon: "settings", key: "s" },
  },
  {
    path: "/team",
    load: async () => (await import("./pages/team.tsx")).Team,
    right: "team",
    title: { en: "Team", th: "ทีม" },
    menu: { group: "settings", icon: "team", key: "p" },
  },
  {
    path: "/audit",
    load: async () => (await import("./pages/audit.tsx")).Audit,
    right: "team",
    title: { en: "Audit log", th: "บันทึกการตรวจสอบ" },
    menu: { group: "settings", icon: "audit", key: "a" },
  },
  {
    path: "/operator",
    load: async () => (await import("./pages/operator.tsx")).Operator,
    right: "operate",
    title: { en: "Operator", th: "ผู้ดูแลเซิร์ฟเวอร์" },
    menu: { group: "operator", icon: "operator", key: "o" },
  },
  {
    path: "/account",
    load: async () => (await import("./pages/account.tsx")).Account,
    right: "view",
    title: { en: "Your account", th: "บัญชีของคุณ" },
  },
];

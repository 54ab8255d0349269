import { oneOf } from "../base/text.ts";
import type { ApiKey } from "../merchant/account.ts";

/** Rights of members in the dashboard; `team` and `operate` do not depend on the mode. */
export const rights = {
  view: "see charges, events, balance and settings",
  fingerprints: "see which charges were made with the same card",
  money: "charge customers' cards, capture, reverse and expire charges",
  refunds: "refund charges",
  disputes: "answer and accept disputes",
  notes: "write notes on charges",
  links: "create and remove payment links",
  customers: "change and delete customers and their cards",
  schedules: "create and delete schedules",
  payouts: "pay out the balance, and create, change and delete recipients",
  receipts: "see receipts for fees and print tax invoices",
  webhooks: "send test events and resend events",
  keys: "see API keys, and create, roll and revoke public ones",
  secret_keys: "create, reveal, roll and revoke secret keys and the webhook secret",
  upstreams: "connect upstreams, and say which payments go to which",
  methods: "ask for payment methods and switch them off",
  settings: "change how the account behaves and where its webhooks go",
  team: "invite, change and remove members, and read the audit log",
  operate: "look after this server: accounts, approvals, queues and connectors",
} as const;

export type Right = keyof typeof rights;

/** Rights with power over live money: where live checks are enforced, who uses one in live mode has one-time codes. */
export const rightsWithCodes: readonly Right[] = ["upstreams"];

const all: readonly Right[] = [
  "view",
  "fingerprints",
  "money",
  "refunds",
  "disputes",
  "notes",
  "links",
  "customers",
  "schedules",
  "payouts",
  "receipts",
  "webhooks",
  "keys",
  "secret_keys",
  "methods",
  "upstreams",
  "settings",
  "team",
];

const finance: readonly Right[] = ["view", "notes", "payouts", "receipts"];
const support: readonly Right[] = ["view", "refunds", "notes"];

/**
 * The rights of each role by mode. A secret key may do whatever an account can, so `secret_keys` is only in roles that have all these rights: a key
 * never has more rights than its maker. `operate` is in no role but a flag of the member: the person who runs the server need not be a merchant's
 * owner.
 */
export const roles = {
  owner: { live: all, test: all },
  admin: { live: all, test: all },
  developer: {
    live: ["view", "fingerprints", "notes", "webhooks", "keys"],
    test: [
      "view",
      "fingerprints",
      "money",
      "refunds",
      "disputes",
      "notes",
      "links",
      "customers",
      "schedules",
      "payouts",
      "receipts",
      "webhooks",
      "keys",
      "secret_keys",
      "methods",
      "settings",
    ],
  },
  finance: { live: finance, test: finance },
  support: { live: support, test: support },
  viewer: { live: ["view"], test: ["view"] },
} as const satisfies Record<string, Record<"live" | "test", readonly Right[]>>;

/** The right needed to create, reveal, roll or revoke a key of each kind. */
export const rightOver = { public: "keys", secret: "secret_keys" } as const satisfies Record<ApiKey["kind"], Right>;

export type Role = keyof typeof roles;

export const roleNames = Object.keys(roles) as readonly Role[] as readonly [Role, ...Role[]]; // the table has no other keys, and at least one

/** The rights of a member in one mode. */
export function rightsOf({ role, operator }: { role: Role; operator: boolean }, livemode: boolean): readonly Right[] {
  const ofRole: readonly Right[] = roles[role][livemode ? "live" : "test"];
  return operator ? [...ofRole, "operate"] : ofRole;
}

/** Names the roles that have a right, for a refusal. */
export function whoMay(right: Right, livemode: boolean): string {
  if (right === "operate") return `only who runs this server may ${rights.operate}`;
  const able = roleNames.filter((role) => rightsOf({ role, operator: false }, livemode).includes(right));
  const mode = right === "team" ? "" : ` in ${livemode ? "live" : "test"} mode`;
  return `your role may not ${rights[right]}${mode}: that takes the role ${oneOf(able)}`;
}

import { z } from "zod";
import { failureCodes } from "../../domain/payment/failure.ts";
import { type Conditions, faultNames, rulesMax } from "../../domain/sandbox/rule.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import { addRule, getRule, removeRule, removeRules, rulesOf } from "../../operations/sandbox/rule.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { listShape, presentList } from "../wire/list.shape.ts";
import { listEndpoint } from "../wire/list-endpoint.ts";
import { faultsShape, presentFaults, presentRule, ruleShape } from "./rule.shape.ts";

const control = { tag: "Test control", auth: "secret", resource: "account" } as const;
const details = { ...control, returns: ruleShape, present: presentRule } as const;

const conditions = z
  .strictObject({
    charge: field.text("Id of a charge or a refund.", 64).optional(),
    metadata: field.metadata("Keys of its metadata and their values; `true` stands for any value.").optional(),
    method: field.text("Type of the payment method, such as `promptpay` or `card`.", 64).optional(),
    card: field.text("The last four digits of its card, or the whole number of a test card.", 32).optional(),
    phone: field.text("The telephone number of its payer.", 32).optional(),
  })
  .meta({ description: "What a payment must be. All that is given must match; nothing given: each payment." });

const creation = z.object({
  fault: field.word("What goes wrong.", faultNames),
  on: conditions.optional(),
  by: field.duration("How long, where the fault has a length.").optional(),
  code: field
    .word("The failure code, where the fault has one; `failed_processing` by default.", failureCodes)
    .optional(),
  events: field
    .text(
      "Which events, where the fault is about webhooks: a key, or a pattern such as `charge.*`; all by default.",
      64,
    )
    .optional(),
  times: field.integer("How often it is applied; without end by default.").optional(),
});

const given = ({ charge, metadata, method, card, phone }: z.output<typeof conditions> = {}): Conditions => ({
  charge: charge ?? null,
  metadata: metadata ?? null,
  method: method ?? null,
  card: card ?? null,
  phone: phone ?? null,
});

export const ruleEndpoints = [
  endpoint({
    ...control,
    method: "GET",
    path: "/test/faults",
    right: "view",
    summary: "List the faults that a rule can have",
    returns: faultsShape,
    refuses: ["bad_request"],
    run: async ({ account }) => mustBeTest(account, "a rule"),
    present: presentFaults,
  }),
  endpoint({
    ...details,
    method: "POST",
    path: "/test/rules",
    right: "money",
    keepsAnswer: false,
    summary: "Add a fault on purpose",
    description: `From now on it is applied to the payments of the test account that match. Of several for the same place, the newest counts. ${rulesMax} at most.`,
    body: creation,
    refuses: ["bad_request", "not_found"],
    run: ({ gateway, account, body: { fault, on, by, code, events, times = null } }) =>
      addRule(gateway, account, { fault, conditions: given(on), by, code, events, times }),
  }),
  {
    ...listEndpoint({
      tag: control.tag,
      auth: control.auth,
      path: "/test/rules",
      right: "view",
      summary: "List the faults on purpose",
      item: ruleShape,
      list: ({ gateway, account, range }) => rulesOf(gateway, account, range),
      present: presentRule,
    }),
    resource: control.resource,
  },
  endpoint({
    ...details,
    method: "GET",
    path: "/test/rules/:id",
    right: "view",
    summary: "Retrieve a fault on purpose",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => getRule(gateway, account, params.id),
  }),
  endpoint({
    ...details,
    method: "DELETE",
    path: "/test/rules/:id",
    right: "money",
    keepsAnswer: false,
    summary: "Remove a fault on purpose",
    description: "What it holds is let go.",
    refuses: ["not_found"],
    run: ({ gateway, account, params }) => removeRule(gateway, account, params.id),
  }),
  endpoint({
    ...control,
    method: "DELETE",
    path: "/test/rules",
    right: "money",
    keepsAnswer: false,
    summary: "Remove all faults on purpose",
    description: "The answer is the list of those that there were.",
    returns: listShape(ruleShape),
    refuses: ["bad_request"],
    run: ({ gateway, account }) => removeRules(gateway, account),
    present: (rules, { now }) =>
      presentList(
        { rows: rules, total: rules.length },
        { limit: rules.length, offset: 0, from: 0, to: now, order: "chronological" },
        "/test/rules",
        presentRule,
      ),
  }),
];

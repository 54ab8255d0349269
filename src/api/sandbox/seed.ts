import { z } from "zod";
import { Refusal } from "../../domain/base/errors.ts";
import { mustBeTest } from "../../domain/sandbox/test-mode.ts";
import { diceOf, playMonth, type Shop } from "../../operations/sandbox/month.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { playDescribed, readDescription } from "./described.ts";
import { askInside } from "./inside.ts";
import { presentSeed, seedShape } from "./seed.shape.ts";

/** Names of scenarios, and what each plays. */
const scenarios = { month: playMonth } as const;
const names = Object.keys(scenarios) as (keyof typeof scenarios)[];

export const seedEndpoints = [
  endpoint({
    tag: "Test control",
    auth: "secret",
    right: "money",
    resource: "account",
    keepsAnswer: false,
    auditedAsOne: true,
    method: "POST",
    path: "/test/seed",
    summary: "Fill the test account",
    description:
      "Plays a scenario, or makes what a description says: `customers` (email, description, card, metadata), `charges` (method, amount, outcome, card, customer, description, metadata, refund, count, after) and `schedules` (customer, amount, every, period, on, end_date, description), and then moves the clock by `advance`. A scenario is played ahead of the account's present time, by its clock. The same seed makes the same data, under other ids.",
    body: z.object({
      scenario: field.word("A scenario's name.", names).optional(),
      description: field.metadata("What the account shall have, instead of a scenario.").optional(),
      seed: field.text("Any text; `dice` where nothing is said.").optional(),
    }),
    returns: seedShape,
    refuses: ["bad_request"],
    run: async (context) => {
      const { gateway, account, body } = context;
      mustBeTest(account, "filling an account");
      const { scenario, description, seed = "dice" } = body;
      if ((scenario === undefined) === (description === undefined))
        throw new Refusal("bad_request", `either scenario (${names.join(", ")}) or description is needed`);
      await gateway.note({ scenario: scenario ?? null, seed });
      const ask = askInside(context as never); // the entries that it asks parse their own parameters
      const shop: Shop = {
        ask,
        dice: diceOf(seed),
        advance: async (ms) => {
          await ask("POST", "/test/clock", { advance: `${Math.max(1, Math.round(ms / 1_000))}s` });
        },
      };
      if (scenario !== undefined) await scenarios[scenario](shop);
      else await playDescribed(shop, readDescription(description));
      return { scenario: scenario ?? null, seed, now: gateway.clock.of(account.id) };
    },
    present: presentSeed,
  }),
];

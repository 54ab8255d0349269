import { presentRoutes, presentTrial } from "../api/upstream/upstream.shape.ts";
import { Refusal } from "../domain/base/errors.ts";
import { inMainUnits } from "../domain/base/money.ts";
import type { Account } from "../domain/merchant/account.ts";
import { payerBanks } from "../domain/upstream/payer-bank.ts";
import type { RouteCost } from "../domain/upstream/route.ts";
import { routeTrial, setRoutes } from "../operations/upstream/route.ts";
import { command, type Printed, UsageError } from "./command.ts";
import { givenJson } from "./given-json.ts";
import { columns } from "./text.ts";
import { recorded } from "./upstream.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

const account = { about: "The live account's id, `account_…`." };

export const routeCommands = [
  command({
    name: "route list",
    about: "Lists where a live account's charges go: the first route that fits is taken.",
    args: { account },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => printed(await accountOf(assembly, args.account))),
  }),
  command({
    name: "route set",
    about: "Replaces an account's routes by those of a JSON file, in the form that `chamra route list --json` prints.",
    args: { account, file: { about: "The file; - for standard input." } },
    flags: {},
    json: true,
    run: async ({ args, config }) => {
      const { givenRoutes, routesIn } = await import("../api/upstream/upstream.ts");
      const read = givenRoutes.safeParse(await givenJson(args.file));
      if (!read.success) {
        const [fault] = read.error.issues;
        const place = fault?.path.join(".");
        throw new Refusal("bad_request", `The routes cannot be read${place ? ` at ${place}` : ""}: ${fault?.message}.`);
      }
      return besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        return printed(await setRoutes(recorded(assembly, owner, "chamra route set"), owner, routesIn(read.data)));
      });
    },
  }),
  command({
    name: "route banks",
    about:
      "Lists the banks that a route can name by a code, with the parts of names by which cards of theirs are known.",
    args: {},
    flags: {},
    json: true,
    run: async () => ({
      text: columns(
        ["CODE", "BANK", "RECORDED", "ASSUMED"],
        payerBanks.map(({ code, label, spellings, assumed }) => [
          code,
          label.en,
          spellings.join(" ") || "–",
          assumed.join(" ") || "–",
        ]),
      ),
      json: payerBanks,
    }),
  }),
  command({
    name: "route try",
    about: "Says which upstream a payment would go to now, and why. Nothing is charged.",
    args: {
      account,
      method: { about: "The method's type, such as promptpay." },
      amount: { about: "In the smallest unit: satang." },
    },
    flags: {
      currency: { about: "The account's by default.", takes: "code" },
      brand: { about: "Brand of the payer's card, such as Visa.", takes: "name" },
      bank: {
        about: "The payer's bank: its code, such as kbank, or the name that the upstream has for a card's.",
        takes: "name",
      },
    },
    json: true,
    run: ({ args, flags, config }) => {
      const amount = Number(args.amount);
      if (!Number.isSafeInteger(amount) || amount < 1)
        throw new UsageError(
          `<amount> must be a whole number of satang, not "${args.amount}".`,
          "chamra route try --help",
        );
      return besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const { currency = owner.currency } = flags;
        const asked = { method: args.method, amount, currency, brand: flags.brand ?? null, bank: flags.bank ?? null };
        const trial = await routeTrial(assembly.gateway, owner, asked);
        const { choice, passed, shares = [], costs = [] } = presentTrial(trial);
        const sum = `${args.method} of ${currency} ${inMainUnits(amount, currency)}`;
        const total = shares.reduce((sum, { weight }) => sum + weight, 0);
        const sentence = choice
          ? `${sum} would go to ${choice.upstream}: ${choice.why}.`
          : `${sum} would be refused: no route fits.`;
        const left = passed.map(({ upstream, why }) => `  not to ${upstream}: ${why}\n`);
        const parts = shares.map(({ upstream, weight }) => `  ${weight} of ${total} such payments go to ${upstream}\n`);
        const priced = costs.map(
          ({ upstream, cost }) => `  costs ${currency} ${inMainUnits(cost, currency)} at ${upstream}\n`,
        );
        const compared = shares.length + costs.length > 0;
        return {
          text: `${sentence}\n${compared ? [...parts, ...priced].join("") : left.join("")}`,
          json: { choice, passed, ...(shares.length > 0 && { shares }), ...(costs.length > 0 && { costs }) },
        };
      });
    },
  }),
];

function printed(account: Account): Printed {
  const { currency } = account;
  const { data } = presentRoutes(account);
  const bound = (amount: number | null) => (amount === null ? "–" : `${currency} ${inMainUnits(amount, currency)}`);
  const price = (cost: RouteCost) =>
    cost.fixed === 0 ? `${cost.rate} %` : `${cost.rate} % + ${currency} ${inMainUnits(cost.fixed, currency)}`;
  const rows = data.map(({ upstream, methods, min, max, banks, brands, weight, cost }, index) => [
    String(index + 1),
    upstream,
    bound(min),
    bound(max),
    methods?.join(" ") ?? "all",
    banks?.join(", ") ?? "all",
    brands?.join(", ") ?? "all",
    weight === undefined ? "–" : String(weight),
    cost ? price(cost) : "–",
  ]);
  const text =
    rows.length === 0
      ? "There are no routes: live charges are refused. `chamra upstream connect` makes the first.\n"
      : columns(["", "UPSTREAM", "FROM", "TO", "METHODS", "BANKS", "BRANDS", "WEIGHT", "COST"], rows);
  return { text, json: data };
}

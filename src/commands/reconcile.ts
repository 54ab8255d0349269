import { readFile, stat } from "node:fs/promises";
import { presentItem, presentReconciliation } from "../api/upstream/reconciliation.shape.ts";
import { reconciliationSheet } from "../api/upstream/reconciliation-csv.ts";
import { csvHead, csvLine } from "../api/wire/csv-columns.ts";
import { settlementFileMax } from "../connectors/settlement-file.ts";
import { Refusal } from "../domain/base/errors.ts";
import { inMainUnits } from "../domain/base/money.ts";
import type { ReconciliationItem } from "../domain/upstream/reconciliation-row.ts";
import { everyItem, type Reconciled, reconcile, reconcileFile, workOffItem } from "../operations/upstream/reconcile.ts";
import type { ItemCounts } from "../storage/upstream/reconciliation.ts";
import { command } from "./command.ts";
import { columns } from "./text.ts";
import { recorded } from "./upstream.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

const account = { about: "The live account's id, `account_…`." };

const reconcileDay = command({
  name: "reconcile",
  about:
    "Compares a day's payments of an upstream with the books: what is missing here, what is missing there, what differs; exit code 1 where something is to be looked at.",
  args: { account },
  flags: {
    day: { about: "A day in Bangkok that is over; yesterday by default.", takes: "date" },
    of: {
      about: "The upstream, such as omise; every one that the account is connected to, by default.",
      takes: "upstream",
    },
    file: { about: "A CSV of payments from the upstream, read in place of asking it; needs --of.", takes: "file" },
  },
  json: true,
  run: ({ args, flags: { day, of, file }, config }) =>
    besideGateway(config(), async (assembly) => {
      const { gateway } = assembly;
      const account = await accountOf(assembly, args.account);
      if (file !== undefined && of === undefined)
        throw new Refusal("bad_request", "say with --of whose file it is, such as --of omise");
      const connections = await gateway.store.connection.ofAccount(account.id);
      const connected = connections.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
      const names = of === undefined ? connected : [of];
      if (names.length === 0) throw new Refusal("bad_request", `${account.id} is connected to no upstream`);
      const text = file === undefined ? undefined : await textOf(file);
      const done: Reconciled[] = [];
      for (const name of names)
        done.push(
          text === undefined
            ? await reconcile(gateway, account, name, day)
            : await reconcileFile(gateway, account, name, text, day),
        );
      if (done.some(({ items }) => items.some(({ state }) => state === "open"))) process.exitCode = 1;
      return { text: done.map(printed).join("\n"), json: done.map(shown) };
    }),
});

/** Days that are listed at most: four months of one upstream. */
const daysListed = 120;

export const reconcileCommands = [
  reconcileDay,
  command({
    name: "reconcile list",
    about: "Lists the days that were reconciled, newest first, with what is left to look at.",
    args: { account },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const { reconciliation } = assembly.gateway.store;
        const { id } = await accountOf(assembly, args.account);
        const all = { limit: daysListed, offset: 0, from: 0, to: Number.MAX_SAFE_INTEGER } as const;
        const { rows } = await reconciliation.list(id, { ...all, order: "reverse_chronological" });
        const ids = rows.map((row) => row.id);
        const counts = await reconciliation.counts(id, ids);
        const days = rows.map((row) =>
          presentReconciliation({ reconciliation: row, counts: counts.get(row.id) ?? none }),
        );
        const head = ["DAY", "UPSTREAM", "FROM", "PAYMENTS", "REFUNDS", "TO LOOK AT", "WORKED OFF"];
        const lines = days.map((day) => [
          day.day,
          day.upstream,
          day.origin,
          `${day.matched} of ${day.named}`,
          `${day.refunds_matched} of ${day.refunds_named}`,
          String(day.open),
          String(day.worked_off),
        ]);
        return { text: lines.length === 0 ? "No day was reconciled yet.\n" : columns(head, lines), json: days };
      }),
  }),
  command({
    name: "reconcile work-off",
    about: "Works an item of a day off, with a note of what was found out: no repeat of the day changes it any more.",
    args: {
      account,
      item: { about: "The item's id, `rcit_…`, as `chamra reconcile` prints it." },
      note: { about: "What was found out, and what was done." },
    },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const gateway = recorded(assembly, owner, "chamra reconcile work-off");
        const item = await workOffItem(gateway, owner.id, args.item, null, args.note);
        return { text: `${item.id} is worked off: ${item.note}\n`, json: presentItem(item) };
      }),
  }),
  command({
    name: "reconcile export",
    about: "Prints every item that was found as CSV, newest first, with its note.",
    args: { account },
    flags: {},
    json: false,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const { id, currency } = await accountOf(assembly, args.account);
        let text = csvHead(reconciliationSheet, currency, []);
        for await (const page of everyItem(assembly.gateway, id, { from: null, to: null }, itemsAtOnce))
          for (const item of page) text += csvLine(reconciliationSheet, item, []);
        return { text };
      }),
  }),
];

/** Items that are read by one query. */
const itemsAtOnce = 500;

const none: ItemCounts = { open: 0, workedOff: 0, cleared: 0 };

/** @throws Refusal `bad_request` for a file that is not there, or too large */
async function textOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Refusal("bad_request", `there is no file ${file}`);
  if (found.size > settlementFileMax)
    throw new Refusal("bad_request", `${file} has more than ${settlementFileMax / 1_048_576} MiB`);
  return readFile(file, "utf8");
}

const headings = {
  missing_here: "Missing here: the upstream has the payment, and no charge is paid by it",
  missing_there: "Missing there: a charge is paid here, and the upstream does not have the payment",
  differs: "Differs: both have it with another amount, currency or fee",
  costs_off_contract: "Off the contract: the upstream took something else than the contract, here, says",
} as const;

const refundHeadings = {
  missing_here: "Refunds missing here: the upstream made them, and none here is the same",
  missing_there: "Refunds missing there: they are made here, and the upstream does not have them",
  differs: "Refunds that differ: both have it with another amount or currency",
} as const;

function printed({ reconciliation, items }: Reconciled): string {
  const { upstream, day, named, matched, refundsNamed, refundsMatched } = reconciliation;
  const listed = (about: ReconciliationItem["about"], of: Partial<Record<ReconciliationItem["kind"], string>>) =>
    Object.entries(of).flatMap(([kind, heading]) => {
      const rows = items
        .filter((item) => item.about === about && item.kind === kind && item.state !== "cleared")
        .map(rowOf);
      const head = ["CHARGE", about === "refund" ? "REFUND" : "PAYMENT", "HERE", "THERE", "STATE", "ITEM"];
      return rows.length === 0 ? [] : [`\n${heading}\n${columns(head, rows)}`];
    });
  const lists = [...listed("payment", headings), ...listed("refund", refundHeadings)].join("");
  const refunds = refundsNamed === 0 ? "" : ` ${refundsMatched} of ${refundsNamed} refunds are, too.`;
  return `${upstream}, ${day}: ${matched} of ${named} payments are the same here.${refunds}\n${lists || "Nothing is left to look at.\n"}`;
}

const rowOf = (item: ReconciliationItem): string[] => [
  item.charge ?? "-",
  item.payment ?? item.refund ?? "-",
  money(item.ourAmount, item.ourCurrency, item.ourCosts),
  money(item.theirAmount, item.theirCurrency, item.theirCosts),
  item.state,
  item.id,
];

function money(amount: number | null, currency: string | null, costs: number | null): string {
  if (amount === null || currency === null) return "-";
  const fee = costs === null ? "" : ` (fee ${inMainUnits(costs, currency)})`;
  return `${inMainUnits(amount, currency)} ${currency}${fee}`;
}

const shown = ({ reconciliation, items }: Reconciled) => ({
  id: reconciliation.id,
  upstream: reconciliation.upstream,
  day: reconciliation.day,
  named: reconciliation.named,
  matched: reconciliation.matched,
  refunds_named: reconciliation.refundsNamed,
  refunds_matched: reconciliation.refundsMatched,
  items: items.map(({ id, kind, state, about, charge, refund, reference, payment, note, ...item }) => ({
    ...{ id, kind, state, about, charge, refund, reference, payment, note },
    here: { amount: item.ourAmount, currency: item.ourCurrency, costs: item.ourCosts },
    there: { amount: item.theirAmount, currency: item.theirCurrency, costs: item.theirCosts },
  })),
});

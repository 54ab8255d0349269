import type { Rows } from "../domain/changes.ts";
import type { Methods } from "../domain/payment/method-list.ts";
import type { Gateway } from "../operations/gateway.ts";
import type { LinedTable, Place } from "../storage/base/line.ts";
import { type DueJob, unlessErased } from "./job.ts";
import { createLines, type KeyedLine } from "./lines.ts";
import { createWorkers, type Work } from "./workers.ts";

/** Upper bound of jobs of one kind that wait at once for one bank in one mode. A bank that hangs holds up only its own jobs. */
export const jobsAtABank = 100;

const batch = 8;

/** Tables whose rows wait for a bank. */
type BankTable = Exclude<LinedTable, "deliveries">;

/** A kind of job for the rows of a table that wait for a bank. */
type BankJob<Name extends BankTable> = {
  name: string;
  table: Name;
  /** Key of the row's line, as the database has it; the account comes first. */
  lineOf(row: Rows[Name]): KeyedLine["key"];
  /** Name of the bank that the rows of a line wait for. */
  bankOf(line: KeyedLine["key"], methods: Methods): string;
  attend(gateway: Gateway, row: Rows[Name]): Promise<unknown>;
};

export function bankJob<Name extends BankTable>({ name, attend: work, ...job }: BankJob<Name>): DueJob {
  const attend = (gateway: Gateway, row: Rows[Name]) =>
    unlessErased(gateway.store, job.table, row, () => work(gateway, row));
  return {
    name,
    open: (gateway, places, report) => {
      const { work, look } = dueAtBanks(gateway, job, places, (row) => attend(gateway, row));
      const workers = createWorkers(work, (error, row) => report(error, name, row?.id));
      return { ...workers, look, endOf: (account) => workers.endOf((row) => row.account === account) };
    },
    due: async (gateway, rowsOf) =>
      (await rowsOf(job.table)).map((row) => ({ table: job.table, row, attend: () => attend(gateway, row) })),
  };
}

/** Finds due rows. A row stays due until its bank has answered, so it is taken only once between two ticks. */
function dueAtBanks<Name extends BankTable>(
  { store, methods, clock }: Gateway,
  { table, lineOf: keyOf, bankOf }: Pick<BankJob<Name>, "table" | "lineOf" | "bankOf">,
  places: number,
  attend: (row: Rows[Name]) => Promise<unknown>,
): { work: Work<Rows[Name]>; look(whole: boolean): void } {
  const lineOf = ({ key, livemode }: Pick<KeyedLine, "key" | "livemode">): KeyedLine => {
    const way = bankOf(key, methods);
    return { key, name: key.join(" "), pool: `${livemode ? "live" : "test"} ${way}`, account: key[0], way, livemode };
  };
  const lines = createLines(store, table, clock, lineOf);
  /** The last row taken of each line since the last tick. */
  const takenTo = new Map<string, Place>();

  return {
    work: {
      take: async (underWay) => {
        const held = underWay.map((row) => ({ ...lineOf({ key: keyOf(row), livemode: row.livemode }), id: row.id }));
        return lines.take(held, { places, batch }, async ({ key, name }, count) => {
          const ids = new Set(held.filter((each) => each.name === name).map(({ id }) => id));
          const rows = await store.line.due(
            table,
            key,
            { due: clock.dueUntil(key[0]), now: clock.now(), by: "worker" },
            takenTo.get(name) ?? null,
            count + ids.size,
          );
          const taken = rows.filter(({ id }) => !ids.has(id)).slice(0, count);
          const last = taken.at(-1);
          if (last) takenTo.set(name, { dueAt: last.dueAt ?? 0, id: last.id });
          return taken;
        });
      },
      run: attend,
    },
    look: (whole) => {
      takenTo.clear();
      lines.look(whole);
    },
  };
}

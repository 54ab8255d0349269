import type { AccountId } from "../domain/base/id.ts";
import type { Time } from "../domain/base/time.ts";
import type { Rows } from "../domain/changes.ts";
import type { Gateway } from "../operations/gateway.ts";
import type { LinedTable } from "../storage/base/line.ts";
import type { Store } from "../storage/store.ts";
import type { Workers } from "./workers.ts";

/** Reports a failed job: its kind, and the id of its row. */
export type Report = (error: unknown, work: string, id?: string) => void;

/** A kind of job, with the name that logs and metrics use. */
export type DueJob = {
  name: string;
  /** @param places upper bound of jobs of this kind that wait at once for one bank in one mode */
  open(gateway: Gateway, places: number, report: Report): OpenJob;
  /** Due work of the rows that `rowsOf` reads, for a caller that does it without workers. */
  due(gateway: Gateway, rowsOf: <Name extends LinedTable>(table: Name) => Promise<Rows[Name][]>): Promise<DueWork[]>;
};

/**
 * Does the work of a due row. Where it fails and the row is gone, its account was emptied or erased meanwhile: that is let go, since nothing is owed
 * to anybody, and there is nothing to try again.
 */
export async function unlessErased<Result>(
  { line }: Pick<Store, "line">,
  table: LinedTable,
  { account, id }: { account: AccountId; id: string },
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    const isThere = await line.has(table, account, id).catch(() => true); // without the database nothing is known to be gone
    if (isThere) throw error;
    return null;
  }
}

type DueWork = {
  table: LinedTable;
  row: { id: string; account: AccountId; dueAt: Time | null };
  attend: () => Promise<unknown>;
};

/** The workers of one kind of job in this process. `look` makes them search the database for due rows: all, or as many as a tick has time for. */
export type OpenJob = Omit<Workers<never>, "endOf"> & {
  look(whole: boolean): void;
  /** Waits until what is under way for an account is finished. */
  endOf(account: AccountId): Promise<void>;
};

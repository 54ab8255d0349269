import { threeDsName } from "../connectors/bank.ts";
import type { Rows } from "../domain/changes.ts";
import type { Methods } from "../domain/payment/method-list.ts";
import type { Gateway } from "../operations/gateway.ts";
import type { LinedTable, Place } from "../storage/base/line.ts";
import { createLines, type KeyedLine } from "./lines.ts";
import type { Trade } from "./workers.ts";

/** How many of one kind of work wait at once for one bank in one mode. One that hangs holds up what is its own, and nothing else. */
export const asksAtOnce = 100;

const batch = 8;

/** Work that waits for a bank. */
type Asking = Exclude<LinedTable, "deliveries">;

/** By table, whom the rows of a line wait for. A line of refunds does not know its methods, so that all of an account wait for one. */
const bankOf: { [Name in Asking]: (key: readonly string[], methods: Methods) => string } = {
  charges: ([, type = "", state], methods) => {
    const { carries, bank } = methods.of(type);
    return carries === "card" && state === "awaiting_payer" ? threeDsName : bank;
  },
  refunds: () => "refunds",
  card_checks: () => "card checks",
};
const keyOf: { [Name in Asking]: (row: Rows[Name]) => KeyedLine["key"] } = {
  charges: ({ account, method, state }) => [account, method, state],
  refunds: ({ account }) => [account],
  card_checks: ({ account }) => [account],
};

/** Does what the clock owes rows of a table. What is due stays due until its bank has answered, so it is taken once between two ticks. */
export function asks<Name extends Asking>(
  { store, methods, now }: Gateway,
  table: Name,
  places: number,
  work: (row: Rows[Name]) => Promise<unknown>,
) {
  const lineOf = ({ key, livemode }: Pick<KeyedLine, "key" | "livemode">): KeyedLine => {
    const way = bankOf[table](key, methods);
    return { key, name: key.join(" "), pool: `${livemode ? "live" : "test"} ${way}`, account: key[0], way, livemode };
  };
  const lines = createLines(store, table, now, lineOf);
  /** How far each line was taken since the last tick. */
  const takenTo = new Map<string, Place>();

  const trade: Trade<Rows[Name]> = {
    take: async (underWay) => {
      const held = underWay.map((row) => ({
        ...lineOf({ key: keyOf[table](row), livemode: row.livemode }),
        id: row.id,
      }));
      return lines.take(held, { places, batch }, async ({ key, name }, count) => {
        const ids = new Set(held.filter((each) => each.name === name).map(({ id }) => id));
        const rows = await store.line.due(table, key, now(), takenTo.get(name) ?? null, count + ids.size);
        const taken = rows.filter(({ id }) => !ids.has(id)).slice(0, count);
        const last = taken.at(-1);
        if (last) takenTo.set(name, { dueAt: last.dueAt ?? 0, id: last.id });
        return taken;
      });
    },
    work,
  };
  return {
    trade,
    look: (whole: boolean) => {
      takenTo.clear();
      lines.look(whole);
    },
  };
}

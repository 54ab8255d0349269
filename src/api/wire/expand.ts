import type { Gateway } from "../../operations/gateway.ts";
import { presentTransaction } from "../ledger/ledger.shape.ts";
import { presentCharge } from "../payment/charge.shape.ts";
import type { View } from "./endpoint.ts";

/** Loads and presents some objects of an account, by id. */
type Load = (
  gateway: Gateway,
  account: string,
  ids: readonly string[],
  view: View,
) => Promise<(object & { id: string })[]>;

const charges: Load = async ({ store }, account, ids, view) =>
  (await store.charge.some(account, ids)).map((charge) => presentCharge(charge, view));

const transactions: Load = async ({ store }, account, ids) =>
  (await store.ledger.some(account, ids)).map(presentTransaction);

/** Of each object the keys whose id becomes the object itself. Source: the API's documentation, attributes that are "expandable". */
const expandable: Record<string, Record<string, Load>> = {
  charge: { transaction: transactions },
  refund: { charge: charges, transaction: transactions },
};

type Answer = { object: string; data?: unknown } & Record<string, unknown>;

/**
 * An answer with objects in the place of their ids, one level deep; in a list each of its objects.
 *
 * @param asked the parameter `expand`: true for all that can be expanded, or the names of some
 */
export async function expanded(
  gateway: Gateway,
  account: string,
  view: View,
  answer: object,
  asked: unknown,
): Promise<object> {
  if (asked === undefined) return answer;
  const wants = wanted(asked);
  const { object, data, ...rest } = answer as Answer; // every answer says what it is
  if (object === "list")
    return { object, data: await expandAll(gateway, account, view, data as Answer[], wants), ...rest };
  const [one] = await expandAll(gateway, account, view, [answer as Answer], wants);
  return one ?? answer;
}

async function expandAll(
  gateway: Gateway,
  account: string,
  view: View,
  objects: readonly Answer[],
  wants: (key: string) => boolean,
): Promise<Answer[]> {
  const loads = Object.entries(expandable[objects[0]?.object ?? ""] ?? {}).filter(([key]) => wants(key));
  const found = await Promise.all(
    loads.map(async ([key, load]) => {
      const ids = [...new Set(objects.map((each) => each[key]).filter((id) => typeof id === "string"))];
      const loaded = ids.length === 0 ? [] : await load(gateway, account, ids, view);
      return [key, new Map(loaded.map((each) => [each.id, each]))] as const;
    }),
  );
  return objects.map((each) => ({
    ...each,
    ...Object.fromEntries(found.map(([key, byId]) => [key, byId.get(String(each[key])) ?? each[key]])),
  }));
}

function wanted(asked: unknown): (key: string) => boolean {
  const names = [asked].flat().map((name) => (typeof name === "object" ? "" : String(name))); // an object names nothing
  if (/^(true|1)$/i.test(names[0] ?? "")) return () => true;
  return (key) => names.includes(key);
}

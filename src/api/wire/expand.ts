import type { Account } from "../../domain/merchant/account.ts";
import type { Gateway } from "../../operations/gateway.ts";
import { resourceOf } from "../resources.ts";
import type { View } from "./endpoint.ts";

type Answer = { object: string; data?: unknown } & Record<string, unknown>;

/**
 * Replaces ids in an answer by their objects, one level deep; in a list in each of its objects. What the caller may not read stays an id.
 *
 * @param asked the parameter `expand`: true for all that can be expanded, or names
 * @param reads whether the caller may read a resource
 */
export async function expanded(
  gateway: Gateway,
  account: Account,
  view: View,
  answer: object,
  asked: unknown,
  reads: (resource: string) => boolean,
): Promise<object> {
  if (asked === undefined) return answer;
  const wants = wanted(asked);
  const { object, data } = answer as Answer; // every answer has `object`
  if (object === "list" || object === "search")
    return { ...answer, data: await expandAll(gateway, account, view, data as Answer[], wants, reads) };
  const [one] = await expandAll(gateway, account, view, [answer as Answer], wants, reads);
  return one ?? answer;
}

async function expandAll(
  gateway: Gateway,
  account: Account,
  view: View,
  objects: readonly Answer[],
  wants: (key: string) => boolean,
  reads: (resource: string) => boolean,
): Promise<Answer[]> {
  const { expands = {} } = resourceOf(objects[0]?.object ?? "") ?? {};
  const open = Object.entries(expands).filter(([, name]) => reads(resourceOf(name)?.shape.name ?? name));
  const found = await Promise.all(
    open.map(async ([key, name]) => {
      const named = objects.flatMap(({ [key]: id }) => (wants(key) && typeof id === "string" ? [id] : []));
      const presented = named.length === 0 ? [] : await presentSome(gateway, account, name, [...new Set(named)], view);
      return [key, new Map(presented.map((each) => [each.id, each]))] as const;
    }),
  );
  return objects.map((each) => ({
    ...each,
    ...Object.fromEntries(found.map(([key, byId]) => [key, byId.get(String(each[key])) ?? each[key]])),
  }));
}

/** Objects of an account, by the name of their resource and their ids. */
export async function presentSome(
  gateway: Gateway,
  account: Account,
  name: string,
  ids: readonly string[],
  view: View,
): Promise<Presented[]> {
  const resource = resourceOf(name);
  const found = (await resource?.load?.(gateway, account, ids)) ?? [];
  return found.map((each) => resource?.present(each as never, view) as Presented); // a resource presents what it loads, and what has an id shows it
}

type Presented = object & { id: string };

function wanted(asked: unknown): (key: string) => boolean {
  const names = [asked].flat().map((name) => (typeof name === "object" ? "" : String(name))); // an object is no name
  if (/^(true|1)$/i.test(names[0] ?? "")) return () => true;
  return (key) => names.includes(key);
}

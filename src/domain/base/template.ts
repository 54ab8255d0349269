/**
 * Makes objects that have these keys in this order, all null at first. For objects that are made for every request: V8 keeps an object whose keys are
 * added one by one under computed names as a slow dictionary, and a copy of an object that JSON made as a fast one.
 */
export function template<Key extends string>(keys: readonly Key[]): () => Record<Key, unknown> {
  const blank = JSON.parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, null])))) as Record<Key, unknown>;
  return () => ({ ...blank });
}

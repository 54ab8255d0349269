/**
 * An object that has these keys in this order, all null, to be spread (`{ ...blank, id }`) into objects that are made for every request: V8 keeps an
 * object whose keys are added one by one under computed names as a slow dictionary, and a copy of an object that JSON made as a fast one.
 */
export function template<Key extends string>(keys: readonly Key[]): Readonly<Record<Key, unknown>> {
  return JSON.parse(JSON.stringify(Object.fromEntries(keys.map((key) => [key, null])))) as Record<Key, unknown>;
}

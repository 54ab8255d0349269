import { expect, test } from "vitest";
import { statementNames } from "./names.ts";

const failing = (code: string) => Object.assign(new Error("no luck"), { code });

test("one name means one text, in whatever order two processes come to send them", () => {
  const [one, other] = [statementNames("auto", () => {}), statementNames("auto", () => {})];
  const texts = ["select 1", "select 2", "select 3"];
  const named = texts.map((text) => one.of(text));
  expect(texts.toReversed().map((text) => other.of(text))).toEqual(named.toReversed());
  expect(new Set(named).size).toBe(3);
});

test.each(["42P05", "26000"])("after %s no statement has a name, and the operator is told once", (code) => {
  const told: string[] = [];
  const names = statementNames("auto", (sentence) => told.push(sentence));
  expect(names.of("select 1")).toBeDefined();
  for (const text of ["select 1", "select 2", "select 1"]) expect(names.wereAtFault(failing(code), text)).toBe(true);
  expect(names.of("select 1")).toBeUndefined();
  expect(told).toHaveLength(1);
});

test("a text with an outdated plan loses its name, others keep theirs", () => {
  const names = statementNames("auto", () => {});
  expect(names.wereAtFault(failing("0A000"), "select 1")).toBe(true);
  expect([names.of("select 1"), names.of("select 2")]).toEqual([undefined, expect.any(String)]);
});

test("other errors are not the name's: work that may be done is not sent again", () => {
  const names = statementNames("auto", () => {});
  for (const code of ["23505", "57P01", "08006", "40P01"])
    expect(names.wereAtFault(failing(code), "select 1")).toBe(false);
  expect(names.wereAtFault(new Error("Connection terminated"), "select 1")).toBe(false);
});

test("`off` gives no names", () => {
  expect(statementNames("off", () => {}).of("select 1")).toBeUndefined();
});

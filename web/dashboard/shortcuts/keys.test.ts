import { expect, test } from "vitest";
import { keyed, latinKey, meaningOf, single } from "./keys.ts";

test("each view of the menu has a letter or digit of its own", () => {
  const letters = keyed.map(({ menu }) => menu.key);
  expect(letters.length).toBeGreaterThan(10);
  expect(new Set(letters).size).toBe(letters.length);
  for (const letter of letters) expect(letter).toMatch(/^[a-z0-9]$/);
  for (const sign of Object.keys(single)) expect(letters).not.toContain(sign);
});

test("a letter leads to a view after g, and nowhere by itself", () => {
  expect(meaningOf("g", false)).toEqual({ begun: true, act: null });
  expect(meaningOf("c", true)).toEqual({ begun: false, act: { kind: "go", path: "/charges" } });
  expect(meaningOf("c", false)).toEqual({ begun: false, act: null });
  expect(meaningOf("9", true)).toEqual({ begun: false, act: null });
  expect(meaningOf("g", true)).toEqual({ begun: true, act: null });
  expect(meaningOf("/", true)).toEqual({ begun: false, act: { kind: "search" } });
  expect(meaningOf("toString", false)).toEqual({ begun: false, act: null });
});

test("a view that somebody's menu leaves out has no key for them", () => {
  const mayOpen = ({ path }: { path: string }) => path !== "/audit";
  expect(meaningOf("a", true, mayOpen).act).toBeNull();
  expect(meaningOf("h", true, mayOpen).act).toEqual({ kind: "go", path: "/" });
});

test.each([
  [{ key: "c", code: "KeyC", shiftKey: false }, "c"],
  [{ key: "G", code: "KeyG", shiftKey: true }, "g"],
  [{ key: "แ", code: "KeyC", shiftKey: false }, "c"],
  [{ key: "ฝ", code: "Slash", shiftKey: false }, "/"],
  [{ key: "ฦ", code: "Slash", shiftKey: true }, "?"],
  [{ key: "/", code: "Digit7", shiftKey: true }, "/"],
  [{ key: "Enter", code: "Enter", shiftKey: false }, ""],
  [{ key: " ", code: "Space", shiftKey: false }, ""],
  [{ key: "๑", code: "Digit2", shiftKey: true }, ""],
  [{ key: "/", code: "Digit2", shiftKey: false }, "/"],
  [{ key: "ๅ", code: "Digit1", shiftKey: false }, "1"],
])("the press %o is %s on any keyboard", (press, key) => expect(latinKey(press)).toBe(key));

import { expect, test } from "vitest";
import { laidOut, parseAnswer } from "./exact.ts";

test("a number that would be rounded is shown as its digits, every other one stays a number", () => {
  const text = '{"line_user":1546130668394913822,"rate":25712.0,"amount":150000,"share":0.5}';
  expect(parseAnswer(text)).toEqual({ line_user: "1546130668394913822", rate: "25712.0", amount: 150000, share: 0.5 });
});

test("a body is laid out with its numbers as they were written, and what is no JSON stays as it is", () => {
  expect(laidOut('{"a":1546130668394913822,"b":[1]}')).toBe('{\n  "a": 1546130668394913822,\n  "b": [\n    1\n  ]\n}');
  expect(laidOut("amount=100&x=1")).toBe("amount=100&x=1");
});

import { expect, test } from "vitest";
import { type ErrorCode, errorCatalogue, Refusal, refuseIfAny, sentence } from "./errors.ts";

const codes = Object.keys(errorCatalogue) as ErrorCode[]; // the table has no other keys

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a and b"],
  [["a", "b", "c"], "a, b, and c"],
])("faults %j read %j", (faults, expected) => {
  expect(sentence(faults)).toBe(expected);
});

test("no faults do nothing; any fault refuses with all of them", () => {
  expect(() => refuseIfAny("bad_request", [])).not.toThrow();
  expect(() => refuseIfAny("bad_request", ["a", "b"])).toThrow(new Refusal("bad_request", "a and b"));
});

test.each(codes)("%s has its status, and its default message where the rule has none", (code) => {
  const { status, message } = errorCatalogue[code];
  expect(new Refusal(code)).toMatchObject({ code, status, message });
  expect(new Refusal(code, "because").message).toBe("because");
});

import { expect, test } from "vitest";
import { eachOnce } from "./hints.ts";

test("a hint is printed once, however often it is given", () => {
  const printed: string[] = [];
  const tell = eachOnce((line) => printed.push(line));
  for (const line of ["GET /customers: missing", "GET /search: missing", "GET /customers: missing"]) tell(line);
  expect(printed).toEqual(["GET /customers: missing", "GET /search: missing"]);
});

test("the number of remembered hints is bounded", () => {
  const printed: string[] = [];
  const tell = eachOnce((line) => printed.push(line));
  for (let number = 0; number < 1_000; number += 1) tell(`GET /customers/${number}: missing`);
  expect(printed.length).toBe(200);
});

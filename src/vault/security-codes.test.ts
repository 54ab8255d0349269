import { inspect } from "node:util";
import { expect, test } from "vitest";
import { reveal, Secret } from "../domain/secret.ts";
import { createSecurityCodes } from "./security-codes.ts";

function aStore(countMax = 3) {
  const clock = { time: 1000 };
  const codes = createSecurityCodes(() => clock.time, 100, countMax);
  const take = (tokenId: string) => {
    const code = codes.take(tokenId);
    return code && reveal(code);
  };
  return { clock, codes, take };
}

test("a code is yielded once and then forgotten", () => {
  const { codes, take } = aStore();
  codes.keep("tokn_1", new Secret("123"));
  expect([take("tokn_1"), take("tokn_1"), take("tokn_2")]).toEqual(["123", undefined, undefined]);
});

test("a code is there until its time is over, not a millisecond longer", () => {
  const { clock, codes, take } = aStore();
  codes.keep("tokn_1", new Secret("123"));
  codes.keep("tokn_2", new Secret("456"));
  clock.time += 99;
  expect(take("tokn_1")).toBe("123");
  clock.time += 1;
  expect(take("tokn_2")).toBeUndefined();
});

test("a full store forgets the oldest code first", () => {
  const { codes, take } = aStore(2);
  for (const id of ["1", "2", "1", "3"]) codes.keep(`tokn_${id}`, new Secret(`00${id}`));
  expect([take("tokn_1"), take("tokn_2"), take("tokn_3")]).toEqual(["001", undefined, "003"]);
});

test("printing the store shows no code", () => {
  const { codes } = aStore();
  codes.keep("tokn_1", new Secret("123"));
  expect(inspect(codes, { depth: 9, showHidden: true }) + JSON.stringify(codes)).not.toContain("123");
});

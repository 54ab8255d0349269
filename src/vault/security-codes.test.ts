import { inspect } from "node:util";
import { expect, test } from "vitest";
import { reveal, Secret } from "../domain/base/secret.ts";
import { createSecurityCodes } from "./security-codes.ts";

const shop = "account_1";

function aStore(countMax = { account: 3, all: 3 }) {
  const clock = { time: 1000 };
  const codes = createSecurityCodes(() => clock.time, 100, countMax);
  const take = (tokenId: string, account = shop) => {
    const code = codes.take(account, tokenId);
    return code && reveal(code);
  };
  return { clock, codes, take };
}

test("a code is yielded once and then forgotten", () => {
  const { codes, take } = aStore();
  codes.keep(shop, "tokn_1", new Secret("123"));
  expect([take("tokn_1"), take("tokn_1"), take("tokn_2")]).toEqual(["123", undefined, undefined]);
});

test("a code is there until its time is over, not a millisecond longer", () => {
  const { clock, codes, take } = aStore();
  codes.keep(shop, "tokn_1", new Secret("123"));
  codes.keep(shop, "tokn_2", new Secret("456"));
  clock.time += 99;
  expect(take("tokn_1")).toBe("123");
  clock.time += 1;
  expect(take("tokn_2")).toBeUndefined();
});

test("an account that has as many as it may loses its oldest code first", () => {
  const { codes, take } = aStore({ account: 2, all: 9 });
  for (const id of ["1", "2", "1", "3"]) codes.keep(shop, `tokn_${id}`, new Secret(`00${id}`));
  expect([take("tokn_1"), take("tokn_2"), take("tokn_3")]).toEqual(["001", undefined, "003"]);
});

test("a full store makes room at the cost of whoever has most", () => {
  const { codes, take } = aStore({ account: 9, all: 3 });
  codes.keep("account_2", "tokn_9", new Secret("009"));
  for (const id of ["1", "2", "3", "4"]) codes.keep(shop, `tokn_${id}`, new Secret(`00${id}`));
  expect(take("tokn_9", "account_2")).toBe("009");
  expect(["1", "2", "3", "4"].map((id) => take(`tokn_${id}`))).toEqual([undefined, undefined, "003", "004"]);
});

test("one account's code is not given out for another", () => {
  const { codes, take } = aStore();
  codes.keep(shop, "tokn_1", new Secret("123"));
  expect([take("tokn_1", "account_2"), take("tokn_1")]).toEqual([undefined, "123"]);
});

test("printing the store shows no code", () => {
  const { codes } = aStore();
  codes.keep(shop, "tokn_1", new Secret("123"));
  expect(inspect(codes, { depth: 9, showHidden: true }) + JSON.stringify(codes)).not.toContain("123");
});

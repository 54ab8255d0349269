import { expect, test } from "vitest";
import type { AccountId } from "../../domain/base/id.ts";
import { minutes, seconds } from "../../domain/base/time.ts";
import { createBreakers } from "./breakers.ts";

const shop: AccountId = "account_1";
const other: AccountId = "account_2";

function aRest() {
  const breakers = createBreakers();
  for (let count = 1; count <= 5; count += 1) breakers.answered(shop, "omise", false, 0);
  return breakers;
}

test("an upstream that does not take one account's payments goes on taking those of others", () => {
  const breakers = aRest();
  expect(breakers.restOf(shop, "omise", 0)).toEqual({ code: "rests", failures: 5 });
  expect(breakers.restOf(other, "omise", 0)).toBeUndefined();
  expect(breakers.restOf(shop, "scb", 0)).toBeUndefined();
  expect(breakers.resting("omise", 0)).toEqual({ accounts: 1, until: minutes(1) });
  expect(breakers.resting("scb", 0)).toEqual({ accounts: 0, until: null });
});

test("while one payment tries an upstream, others are kept from it, and its answer ends the rest", () => {
  const breakers = aRest();
  const now = minutes(1);
  expect(breakers.restOf(shop, "omise", now)).toBeUndefined();
  breakers.sent(shop, "omise", now);
  expect(breakers.restOf(shop, "omise", now)).toMatchObject({ code: "rests" });
  expect(breakers.resting("omise", now)).toEqual({ accounts: 1, until: now + seconds(30) });
  breakers.answered(shop, "omise", true, now);
  expect(breakers.restOf(shop, "omise", now)).toBeUndefined();
  expect(breakers.resting("omise", now)).toEqual({ accounts: 0, until: null });
});

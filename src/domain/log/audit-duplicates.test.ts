import { expect, test } from "vitest";
import { noon } from "../../../tests/kit/domain-builders.ts";
import { seconds } from "../base/time.ts";
import { isEcho } from "./audit-duplicates.ts";

const refund = { act: "POST /charges/:id/refunds", member: "memb_1", object: "chrg_1", at: noon };

test.each([
  ["saved again in the same moment", refund, true],
  ["saved again when the bank has answered", { ...refund, at: noon + seconds(2) }, true],
  ["done again later", { ...refund, at: noon + seconds(2) + 1 }, false],
  ["done by another member", { ...refund, member: "memb_2" }, false],
  ["done to another charge", { ...refund, object: "chrg_2" }, false],
  ["another act", { ...refund, act: "POST /charges/:id/capture" }, false],
])("what is %s", (_, later, echo) => {
  expect(isEcho(refund, later)).toBe(echo);
});

test("what is not done to a charge is told of each time", () => {
  const key = { ...refund, act: "POST /keys", object: "key_1" };
  expect(isEcho(key, key)).toBe(false);
});

import { expect, test } from "vitest";
import { counted } from "./count.ts";

test.each(["en", "th"] as const)("counts are read in thousands, in %s", (language) => {
  expect([0, 999, 1_689, 1_234_567].map((count) => counted(count, language))).toEqual([
    "0",
    "999",
    "1,689",
    "1,234,567",
  ]);
});

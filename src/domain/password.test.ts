import { expect, test } from "vitest";
import { faultsOfPassword } from "./password.ts";

test.each([
  ["short", "password is too short (minimum is 10 characters)"],
  ["x".repeat(201), "password is too long (maximum is 200 characters)"],
  ["aaaaaaaaaabb", "password has too few different characters"],
  ["Password123", "password is one that others try first"],
  ["somchai-2026", "password is too much like the e-mail"],
])("%s: %s", (password, fault) => {
  expect(faultsOfPassword(password, "somchai@example.com")).toEqual([fault]);
});

test.each(["correct horse battery", "ข้าวผัดกระเพราไข่ดาว", "s8:Qv2!lPz0"])("%s will do", (password) => {
  expect(faultsOfPassword(password, "somchai@example.com")).toEqual([]);
});

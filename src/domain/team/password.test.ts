import { expect, test } from "vitest";
import { faultsOfPassword } from "./password.ts";

test.each([
  ["short", "password is too short (minimum is 12 characters)"],
  ["eleven-char", "password is too short (minimum is 12 characters)"],
  ["x".repeat(201), "password is too long (maximum is 200 characters)"],
  ["aaaaaaaaaabb", "password has too few different characters"],
  ["somchai-2026-shop", "password is too much like the e-mail or a name"],
  ["Kanomjeen!Kanomjeen", "password is too much like the e-mail or a name"],
])("%s: %s", (password, fault) => {
  expect(faultsOfPassword(password, "somchai@example.com", ["Kanomjeen House"])).toEqual([fault]);
});

test.each([
  ...[
    "1q2w3e4r5t6y",
    "qwerty123456",
    "zaq12wsxcde3",
    "asdfghjkl123",
    "abc123abc123",
    "P@ssw0rd1234",
    "Thailand2026",
    "admin1234567",
  ],
  ...[
    "1qaz2wsx3edc",
    "qazwsxedcrfv",
    "iloveyou2026",
    "Bangkok@12345",
    "chamra-omise-2026",
    "letmein123456",
    "0987654321zxcv",
  ],
  ...[
    "Passw0rd!Passw0rd!",
    "liverpool12345",
    "sunshine202020",
    "welcome@shop2025",
    "football-master",
    "k1ng dragon 123",
  ],
])("%s is refused as a common password", (password) => {
  expect(faultsOfPassword(password, "malee@example.com")).toEqual(["password is one that others try first"]);
});

test.each([
  "correct horse battery staple",
  "another horse, another staple",
  "ข้าวผัดกระเพราไข่ดาว",
  "s8:Qv2!lPz0-t",
  "tuk-tuk ate my umbrella",
  "vxkqjzmwrbtn",
  "7f3a9c1e5b2d8f60",
])("%s is accepted", (password) => {
  expect(faultsOfPassword(password, "somchai@example.com", ["Somchai", "Demo Shop"])).toEqual([]);
});

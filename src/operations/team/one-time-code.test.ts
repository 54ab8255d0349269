import { expect, test } from "vitest";
import { reveal, Secret } from "../../domain/base/secret.ts";
import { codeOf, newTotpSecret, stepOfCode, totpUri } from "./one-time-code.ts";

/** "12345678901234567890" in base 32. Source: RFC 6238, appendix B, whose codes have eight digits: these are the last six. */
const secret = new Secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

test.each([
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
  [20000000000, "353130"],
])("at %i s the code is %s, as RFC 6238 has it", (at, code) => {
  expect(codeOf(secret, at * 1_000)).toBe(code);
  expect(stepOfCode(code, secret, null, at * 1_000)).toBe(Math.floor(at / 30));
});

test("a code is accepted one step early or late, and with a space in it", () => {
  const now = 1_768_446_000_000;
  const step = Math.floor(now / 30_000);
  for (const offset of [-1, 0, 1])
    expect(stepOfCode(codeOf(secret, now + offset * 30_000), secret, null, now)).toBe(step + offset);
  for (const offset of [-2, 2]) expect(stepOfCode(codeOf(secret, now + offset * 30_000), secret, null, now)).toBeNull();
  const code = codeOf(secret, now);
  expect(stepOfCode(`${code.slice(0, 3)} ${code.slice(3)}`, secret, null, now)).toBe(step);
});

test("a used code is refused, and so are earlier ones", () => {
  const now = 1_768_446_000_000;
  const step = Math.floor(now / 30_000);
  expect(stepOfCode(codeOf(secret, now), secret, step, now)).toBeNull();
  expect(stepOfCode(codeOf(secret, now - 30_000), secret, step, now)).toBeNull();
  expect(stepOfCode(codeOf(secret, now + 30_000), secret, step, now)).toBe(step + 1);
});

test.each(["", "000", "abcdef", "1234567"])("%j is no code", (code) => {
  expect(stepOfCode(code, secret, null, 1_768_446_000_000)).toBeNull();
});

test("each secret is different, and an app can read its address", () => {
  const made = newTotpSecret();
  expect(reveal(made)).toMatch(/^[A-Z2-7]{32}$/);
  expect(reveal(newTotpSecret())).not.toBe(reveal(made));
  expect(totpUri(secret, "malee@example.com", "Chamra Demo Shop")).toBe(
    "otpauth://totp/Chamra%20Demo%20Shop:malee%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Chamra%20Demo%20Shop",
  );
});

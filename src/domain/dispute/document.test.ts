import fc from "fast-check";
import { expect, test } from "vitest";
import { safeName } from "./document.ts";

test.each([
  ["evidence.png", "evidence.png"],
  ["สลิปโอนเงิน.PNG", "สลิปโอนเงิน.PNG"],
  ["C:\\Users\\me\\slip.png", "slip.png"],
  ["../../etc/passwd", "passwd.png"],
  ["shell.exe", "shell.exe.png"],
  ["page.html", "page.html.png"],
  ["gnp.\u202eexe.png", "gnp.exe.png"],
  ["a\r\nb\u0000c.png", "abc.png"],
  [".png", "document.png"],
  ["..", "document.png"],
  ["", "document.png"],
  [`${"x".repeat(300)}.png`, `${"x".repeat(100)}.png`],
])("a file that is called %j is kept as %j", (given, kept) => {
  expect(safeName(given, "image/png")).toBe(kept);
});

test("whatever a file is called, its kept name is one line without a path, well-formed, and has an extension of its type", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (given) => {
      const kept = safeName(given, "application/pdf");
      expect(kept).toMatch(/^[^/\\.][^/\\]*\.pdf$/i);
      expect(kept).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(kept.isWellFormed()).toBe(true);
      expect([...kept].length).toBeLessThanOrEqual(104);
    }),
  );
});

import { describe, expect, test } from "vitest";
import { isForPayers } from "./next-step.ts";

const page = "https://pay.example/1?a=b#c";

describe("where an upstream leads a payer", () => {
  test.each([page, "scbeasysim://purchase/1", "intent://pay/1#Intent;scheme=kplus;end"])("%s is followed", (goTo) => {
    expect(isForPayers({ goTo }, false)).toBe(true);
  });

  test.each([
    ...[
      "javascript:alert(1)",
      "javascript://pay.example/%0Aalert(1)",
      "JavaScript://x",
      "data:text/html,x",
      "vbscript://x",
    ],
    ...["file:///etc/passwd", "blob:https://pay.example/1", "view-source://pay.example", "ftp://pay.example/1"],
    ...[
      "//pay.example",
      "/payments/1",
      "https:pay",
      "https://",
      "https:\\\\pay.example",
      "https://pay.example/\r\nSet-Cookie: a=b",
    ],
    ...["", "nonsense", `https://pay.example/${"x".repeat(4_000)}`, `app://${"x".repeat(4_000)}`],
  ])("%s is not", (goTo) => {
    for (const plain of [true, false]) expect(isForPayers({ goTo }, plain)).toBe(false);
  });

  test("a page without encryption is followed where a simulator stands in the upstream's place", () => {
    const goTo = "http://localhost:4343/payments/1";
    expect([isForPayers({ goTo }, true), isForPayers({ goTo }, false)]).toEqual([true, false]);
  });

  test("a picture is one at an address by HTTPS", () => {
    expect(isForPayers({ show: page, as: "qr" }, false)).toBe(true);
    for (const show of ["javascript:alert(1)", "data:image/png;base64,x", "app://picture", "http://pay.example/1"])
      expect(isForPayers({ show, as: "qr" }, false)).toBe(false);
  });

  test("codes and numbers have a sensible length", () => {
    expect(isForPayers({ scan: "000201", as: "qr" }, false)).toBe(true);
    expect(isForPayers({ tell: { payment_code: "123" }, until: null }, false)).toBe(true);
    expect(isForPayers({ scan: "", as: "qr" }, false)).toBe(false);
    expect(isForPayers({ scan: "1".repeat(4_001), as: "qr" }, false)).toBe(false);
    expect(isForPayers({ tell: { payment_code: "1".repeat(4_001) }, until: null }, false)).toBe(false);
    expect(isForPayers({ tell: { payment_code: "1" }, until: null, barcode: "1".repeat(4_001) }, false)).toBe(false);
  });
});

import { expect, test } from "vitest";
import { orderNumber } from "./order-number.ts";

test.each([
  [{ order_id: "345678" }, "345678"],
  [{ orderId: 77 }, "77"],
  [{ "Order-Number": " A-17 ", order_id: "" }, "A-17"],
  [{ invoice: "INV/2026/1", note: "thanks" }, "INV/2026/1"],
  [{ order_no: "second", order_id: "first" }, "first"],
])("%o names the order %s", (metadata, number) => {
  expect(orderNumber(metadata, null)).toBe(number);
});

test.each([
  [{}],
  [{ order_id: null }],
  [{ order: { id: 1 } }],
  [{ order_id: "x".repeat(65) }],
  [{ order_id: "12\u202e34" }],
  [{ disorder_id: "1" }],
  ["order_id"],
])("%o names none", (metadata) => {
  expect(orderNumber(metadata, null)).toBeNull();
});

test("a number that the description has is not said twice", () => {
  expect(orderNumber({ order_id: "345678" }, "Order 345678")).toBeNull();
  expect(orderNumber({}, "Two bowls", "9")).toBe("9");
});

import { expect, test } from "vitest";
import type { Attempt, Event } from "../domain/event/event.ts";
import { attemptLine, plain } from "./terminal.ts";

const event = { key: "charge.create" } as Event; // a line needs no more of it

const lineOf = (attempt: Partial<Attempt>): string => {
  const tried = {
    uri: "http://localhost:3000/webhooks",
    status: 200,
    error: null,
    answer: null,
    latencyMs: 4,
    ...attempt,
  };
  return attemptLine(event, tried as Attempt, plain);
};

test("a try to deliver an event is a line: which event, where, what was answered and in what time", () => {
  expect(lineOf({})).toBe("webhook charge.create to http://localhost:3000/webhooks 200 4 ms");
  expect(lineOf({ status: 500, answer: "TypeError: of undefined\n  at shop.js:1" })).toBe(
    "webhook charge.create to http://localhost:3000/webhooks 500 4 ms  TypeError: of undefined",
  );
  expect(lineOf({ status: null, error: "connection refused" })).toBe(
    "webhook charge.create to http://localhost:3000/webhooks no answer 4 ms  connection refused",
  );
});

test("an endpoint cannot steer the terminal, and what may let somebody in is not in the line", () => {
  const line = lineOf({
    uri: "http://localhost:3000/webhooks?token=abc#def",
    status: 400,
    answer: "\u001b[2J4242424242424242 skey_test_5xuy4w91xqz7d1w9u0t",
  });
  for (const text of ["\u001b", "4242424242424242", "skey_test_5xuy4w91xqz7d1w9u0t", "token"])
    expect(line).not.toContain(text);
});

import Fastify from "fastify";
import { expect, test } from "vitest";
import { Refusal } from "../../domain/base/errors.ts";
import { answerError } from "./answer-error.ts";
import { tellRequests } from "./http-metrics.ts";

const id = "chrg_test_5xuy4w91xqz7d1w9u0t";

/** An API of one endpoint, a page and the dashboard, with the lines that the terminal shows. */
function aTerminal(): { lines: string[]; ask: (url: string, method?: "GET" | "POST") => Promise<unknown> } {
  const lines: string[] = [];
  const app = Fastify();
  tellRequests(app, (line) => lines.push(line.replace(/ \d+ ms/, " 1 ms")));
  app.setErrorHandler(answerError);
  app.get<{ Querystring: { why?: string } }>("/charges/:id", async ({ query }) => {
    if (query.why !== undefined) throw new Refusal("bad_request", query.why);
    return {};
  });
  app.get("/payments/:page/authorize", async () => "a page");
  app.post("/payments/:page/authorize", async () => "paid");
  app.post("/dashboard/api/sign-in", async () => ({}));
  app.get("/dashboard/api/me", async () => {
    throw new Refusal("authentication_failure");
  });
  return { lines, ask: (url, method = "GET") => app.inject({ url, method }) };
}

test("a terminal shows a line for each request of a program, with the refusal, and none for pages and the dashboard", async () => {
  const { lines, ask } = aTerminal();
  await ask(`/charges/${id}`);
  await ask(`/charges/${id}?why=amount+must+be+a+whole+number`);
  await ask("/payments/pay2_test_5xuy4w91xqz7d1w9u0t/authorize");
  await ask("/dashboard/api/me");
  expect(lines).toEqual([`GET /charges/${id} 200 1 ms`, `GET /charges/${id} 400 1 ms  amount must be a whole number`]);
});

test("a terminal shows what a payer does, without the id that lets a payer in, and no act of the dashboard", async () => {
  const { lines, ask } = aTerminal();
  await ask("/payments/pay2_test_5xuy4w91xqz7d1w9u0t/authorize", "POST");
  await ask("/dashboard/api/sign-in", "POST");
  expect(lines).toEqual(["payer POST /payments/•/authorize 200 1 ms"]);
});

test("what comes in cannot steer the terminal, nor stand there with a key or a card number in it", async () => {
  const { lines, ask } = aTerminal();
  await ask(
    `/charges/${id}?key=skey_test_5xuy4w91xqz7d1w9u0t&why=${encodeURIComponent("\u001b[2J\n4242424242424242 skey_test_5xuy4w91xqz7d1w9u0t")}`,
  );
  await ask("/charges/4242424242424242");
  const shown = lines.join("\n");
  expect(lines).toHaveLength(2);
  expect(shown).not.toContain("\u001b");
  expect(shown).not.toContain("4242424242424242");
  expect(shown).not.toContain("skey_test_5xuy4w91xqz7d1w9u0t");
});

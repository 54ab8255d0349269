import { describe, expect, test } from "vitest";
import { aToken } from "../kit/builders.ts";
import { type Answer, aGateway } from "../kit/gateway.ts";
import { engines } from "./engine.ts";

const rivals = 50;

describe.each(engines)("on %s", (engine) => {
  test("a token pays one of 50 charges made at once, and the others hear that it was used", async () => {
    const gateway = await aGateway({ engine });
    const card = await aToken(gateway);
    const answers = await atOnce(() =>
      gateway.call("POST", "/charges", { body: { amount: 100000, currency: "THB", card } }),
    );
    const [paid] = onlyOne(answers, "used_token");
    expect(paid).toMatchObject({ status: "successful", paid: true });
    expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
    expect((await gateway.call("GET", "/balance")).json.total).toBe(paid?.net);
    expect((await gateway.call("GET", `/tokens/${card}`, { key: gateway.publicKey })).json).toMatchObject({
      used: true,
    });
  });

  test("a source becomes one of 50 charges made at once", async () => {
    const gateway = await aGateway({ engine });
    const source = await gateway.call("POST", "/sources", {
      body: { amount: 150000, currency: "THB", type: "mobile_banking_kbank" },
    });
    const body = { amount: 150000, currency: "THB", source: source.json.id, return_uri: "https://example.com/done" };
    const answers = await atOnce(() => gateway.call("POST", "/charges", { body }));
    onlyOne(answers, "invalid_charge");
    expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
  });

  test("50 requests with one idempotency key are one charge and 50 same answers", async () => {
    const gateway = await aGateway({ engine });
    const body = {
      amount: 150000,
      currency: "THB",
      return_uri: "https://example.com/done",
      source: { type: "mobile_banking_kbank" },
    };
    const answers = await atOnce(() =>
      gateway.call("POST", "/charges", { body, headers: { "Idempotency-Key": "order-1" } }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(rivals).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await gateway.call("GET", "/charges")).json.total).toBe(1);
  });
});

function atOnce(ask: () => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: rivals }, ask));
}

/** The winner's object, after checking that everyone else was refused for that reason. */
function onlyOne(answers: readonly Answer[], code: string) {
  const winners = answers.filter(({ status }) => status === 200);
  expect(winners).toHaveLength(1);
  const refusals = answers.filter(({ status }) => status !== 200).map(({ json }) => json.code);
  expect(refusals).toEqual(Array(rivals - 1).fill(code));
  return winners.map(({ json }) => json);
}

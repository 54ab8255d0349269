import { expect, test } from "vitest";
import type { BankAnswer } from "../../src/connectors/bank.ts";
import { cardCharge } from "../kit/builders.ts";
import { aGateway } from "../kit/gateway.ts";

test.each([
  ["capture", "failed_capture", { capture: false }, "capture", undefined],
  ["reverse", "failed_reverse", { capture: false }, "reverse", undefined],
  ["refund", "failed_refund", {}, "refunds", { amount: 10000 }],
] as const)(
  "a %s that the bank refused is refused alike to a repeat, without asking again",
  async (step, code, patch, path, body) => {
    const gateway = await aGateway();
    const charge = await cardCharge(gateway, patch);
    const { card } = gateway.gateway.simulation.connectors.banks;
    if (!card) throw new Error("no card connector");
    let asked = 0;
    card[step] = async (): Promise<BankAnswer> => {
      asked += 1;
      return { answer: "declined", reason: "processing" };
    };
    const request = () =>
      gateway.call("POST", `/charges/${charge.json.id}/${path}`, {
        ...(body && { body }),
        headers: { "Idempotency-Key": "one" },
      });

    const [first, again] = [await request(), await request()];

    expect(first).toMatchObject({ status: 400, json: { object: "error", code } });
    expect(again).toMatchObject({ status: 400, text: first.text });
    expect(again.headers.get("Idempotent-Replayed")).toBe("true");
    expect(asked).toBe(1);
  },
);

import { describe, expect, test } from "vitest";
import { type Verb, verbs } from "../../src/connectors/bank.ts";
import { upstreams } from "../../src/connectors/upstreams.ts";
import { seconds } from "../../src/domain/base/time.ts";
import { ask, bankAnswersWithin } from "../../src/operations/payment/bank.ts";
import { upstreamBank } from "../../src/operations/upstream/connection.ts";
import { aGateway } from "../kit/gateway.ts";

describe.each(upstreams)("$name", (upstream) => {
  test("each verb is waited for as long as the upstream says, and the others as long as any bank", async () => {
    const { gateway } = await aGateway();
    const [, live] = await gateway.store.account.all();
    if (!live) throw new Error("the first merchant has no live account");
    const offered = (verb: Verb) =>
      gateway.methods.all.find(({ type }) => {
        const offer = upstream.offer(type);
        return offer && (verb === "inquire" || verb === "cancel" || offer.verbs.includes(verb));
      });
    let waited: number[] = [];
    const impatient = {
      ...gateway,
      pause: async (ms: number) => {
        waited.push(ms);
      },
    };
    for (const verb of verbs) {
      const method = offered(verb);
      if (!method) continue;
      waited = [];
      const bank = upstreamBank(impatient, live.id, upstream.name, method.type);
      const answer = await ask(impatient, bank, verb, () => new Promise<never>(() => {}));
      const limit = upstream.answersWithin[verb] ?? bankAnswersWithin;
      expect({ verb, waited, answer }).toEqual({
        verb,
        waited: [limit],
        answer: { answer: "unknown", why: `no answer within ${limit / seconds(1)} s` },
      });
    }
  });

  test("the question to take a payment is over before another payment tries an upstream that rested", () => {
    expect(upstream.answersWithin.open).toBeLessThan(seconds(30));
  });
});

import { expect, test } from "vitest";
import { aGateway } from "../../../tests/kit/gateway.ts";
import type { Mirror } from "../../connectors/upstream.ts";
import { startShadow } from "../../domain/shadow/shadow.ts";
import { type AnsweredRequest, createShadows } from "./shadows.ts";

/** Shadows of a process whose upstream answers as given. */
async function shadowsBy(given: Pick<Mirror, "send"> & Partial<Mirror>) {
  const { gateway } = await aGateway();
  const [account] = await gateway.store.account.all();
  if (!account) throw new Error("the first merchant has no test account");
  const reported: unknown[] = [];
  const mirror: Mirror = {
    check: async () => ({ good: true }),
    lacks: () => undefined,
    tokenOf: () => undefined,
    ...given,
  };
  const { store, vault, now } = gateway;
  const shadows = createShadows({ store, vault, now, open: () => mirror, report: (error) => reported.push(error) });
  shadows.note(startShadow(account.id, "omise", undefined, { sealed: "", shown: {} }, now()));
  const request: AnsweredRequest = {
    ...{ id: "request", account: account.id, endpoint: "GET /balance", method: "GET", path: "/balance", key: "secret" },
    ...{ headers: {}, body: "", card: null, unsent: null, status: 200, answer: '{"object":"balance"}' },
  };
  return { shadows, request, reported, comparisons: () => store.shadow.comparisons(account.id, 0) };
}

test("closing ends what waits for a shadow that never answers, and nothing of it is recorded", async () => {
  const asked = Promise.withResolvers<void>();
  const { shadows, request, reported, comparisons } = await shadowsBy({
    send: () => {
      asked.resolve();
      return new Promise(() => {});
    },
  });
  shadows.take(request);
  shadows.take({ ...request, id: "another" });
  await asked.promise;
  await shadows.close();
  expect(shadows.waiting(request.account)).toBe(0);
  expect(await comparisons()).toEqual([]);
  expect(reported).toEqual([]);
}, 10_000);

test("a request that meets a defect is reported and told as not compared, and the one after it is sent", async () => {
  let count = 0;
  const defect = new Error("a defect");
  const { shadows, request, reported, comparisons } = await shadowsBy({
    send: async () => ({ status: 200, headers: {}, body: request.answer }),
    lacks: () => {
      count += 1;
      if (count === 1) throw defect;
      return undefined;
    },
  });
  shadows.take(request);
  shadows.take({ ...request, id: "another" });
  await shadows.rest();
  expect(reported).toEqual([defect]);
  expect(await comparisons()).toMatchObject([
    { id: "another", outcome: "same" },
    { id: "request", outcome: "skipped", reason: expect.stringContaining("a defect of this gateway") },
  ]);
});

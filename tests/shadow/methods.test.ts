import { expect, test } from "vitest";
import { standardMethods } from "../kit/methods.ts";
import { chargeBy } from "../kit/paying.ts";
import { aShadowed } from "./shadow.ts";

// biome-ignore lint/suspicious/noExplicitAny: the API document checks the shape of answers
type Json = any;

test("a charge by every method is compared: references, codes and pages are others at the shadow, and do not count", async () => {
  const { ours, report } = await aShadowed();
  const methods = standardMethods.in("THB").all.filter(({ carries }) => carries !== "linked account");
  for (const method of methods) {
    const { json } = await chargeBy(ours, method);
    await ours.call("GET", `/charges/${json.id}`);
    if (json.status === "pending") await ours.call("POST", `/test/charges/${json.id}/pay`);
  }
  const { json } = await report();
  const told = json.endpoints.flatMap(({ endpoint, differences, reasons }: Json) =>
    [...differences, ...reasons].map(({ line, count }: Json) => `${endpoint}: ${line} (${count})`),
  );
  expect(told).toEqual([]);
  const [asked, played] = ["GET /charges/:id", "POST /test/charges/:id/pay"].map((name) =>
    json.endpoints.find(({ endpoint }: Json) => endpoint === name),
  );
  expect(asked).toMatchObject({ requests: methods.length, same: methods.length });
  expect(played.same).toBe(played.requests);
  expect(played.same).toBeGreaterThan(10);
});

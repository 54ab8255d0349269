import { describe, expect, test } from "vitest";
import { days } from "../../src/domain/time.ts";
import { start } from "../kit/clock.ts";
import { aGateway } from "../kit/gateway.ts";

for (const engine of ["sqlite", "postgres"] as const) {
  describe(`what simulated banks remember, on ${engine}`, () => {
    test("is forgotten after eight days, however much it is, and nothing before", async () => {
      const gateway = await aGateway({ engine });
      const { simulatedBank } = gateway.gateway.store;
      const [old, young] = [simulatedBank.memoryOf("card", () => start), simulatedBank.memoryOf("card", gateway.now)];
      await Promise.all(Array.from({ length: 2_001 }, (_, at) => old.putOnce(`old ${at}`, "1")));
      await gateway.advance(days(8));
      expect(await old.get("old 0")).toBe("1");
      await young.putOnce("young", "1");
      await young.putOnce("old 0", "2"); // written once, it gets no younger
      await gateway.advance(days(1));
      expect(await Promise.all(["old 0", "old 2000", "young"].map(old.get))).toEqual([undefined, undefined, "1"]);
    });
  });
}

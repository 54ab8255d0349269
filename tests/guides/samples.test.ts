import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { aGateway, type TestGateway } from "../kit/gateway.ts";
import { differences } from "./compare.ts";
import { runGuide } from "./curl.ts";
import { namedDifferences, type Sample } from "./named-differences.ts";

const requests: Record<Sample, (gateway: TestGateway) => Promise<unknown>> = {
  "kplus-source": (gateway) => runGuide(gateway, "kplus/create-source"),
  "kplus-charge": async (gateway) => {
    const source = await runGuide(gateway, "kplus/create-source");
    return runGuide(gateway, "kplus/create-charge", { SOURCE_ID: source.id });
  },
  "installments-token": (gateway) => runGuide(gateway, "installments/create-token"),
  "installments-source": (gateway) => runGuide(gateway, "installments/create-source"),
  "installments-charge": async (gateway) => {
    const token = await runGuide(gateway, "installments/create-token");
    const source = await runGuide(gateway, "installments/create-source");
    return runGuide(gateway, "installments/create-charge", { SOURCE_ID: source.id, TOKEN_ID: token.id });
  },
};

describe("the guides' own curl commands answer what the guides show", () => {
  for (const [sample, request] of Object.entries(requests) as [Sample, (typeof requests)[Sample]][]) {
    test(sample, async () => {
      const answer = await request(await aGateway());
      expect(differences(golden(sample), answer, namedDifferences[sample])).toEqual([]);
    });
  }

  test("a source made inside the charge gives the same charge as one made before", async () => {
    const gateway = await aGateway();
    const kplus = await runGuide(gateway, "kplus/create-source-and-charge");
    expect(differences(golden("kplus-charge"), kplus, namedDifferences["kplus-charge"])).toEqual([]);

    const plainUri = {
      path: "return_uri",
      answer: "http://example.com/orders/345678/complete",
      reason: "this command names another address",
    };
    const named = [...namedDifferences["installments-charge"], plainUri];
    const { id: token } = await runGuide(gateway, "installments/create-token");
    const inline = await runGuide(gateway, "installments/create-source-and-charge", { TOKEN_ID_CHARGE_SOURCE: token });
    expect(differences(golden("installments-charge"), inline, named)).toEqual([]);

    const { id: other } = await runGuide(gateway, "installments/create-token");
    const customerPays = await runGuide(gateway, "installments/customer-pays-interest", { TOKEN_ID_CHARGE: other });
    expect(differences(golden("installments-charge"), customerPays, named)).toEqual([]);
  });

  test("a K PLUS charge has the keys of the newest sample in its order, and those that recordings of 2025 add", async () => {
    const answer = await runGuide(await aGateway(), "kplus/create-source-and-charge");
    const newest = golden("installments-charge");
    const added = (keys: string[], after: string, key: string) => keys.toSpliced(keys.indexOf(after) + 1, 0, key);
    const charge = added(Object.keys(newest), "metadata", "missing_3ds_fields");
    expect(Object.keys(answer)).toEqual(added(charge, "merchant_advice", "merchant_advice_code"));
    expect(Object.keys(answer.source)).toEqual(added(Object.keys(newest.source), "scannable_code", "qr_settings"));
  });
});

test("every named difference has its reason", () => {
  const all = Object.values(namedDifferences).flat();
  expect(all.filter(({ reason }) => reason.length < 10)).toEqual([]);
});

// biome-ignore lint/suspicious/noExplicitAny: samples of every shape
function golden(sample: Sample): any {
  return JSON.parse(readFileSync(join(import.meta.dirname, "golden", `${sample}.json`), "utf8"));
}

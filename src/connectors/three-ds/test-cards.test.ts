import { expect, test } from "vitest";
import { anAuthentication, aThreeDsBank } from "../../../tests/kit/three-ds.ts";
import { issuerStatusOf, threeDsOutcomes, threeDsTestCards } from "./test-cards.ts";
import type { TransStatus } from "./wire.ts";

const expected: Record<TransStatus, object> = {
  C: { outcome: "challenge" },
  Y: { outcome: "authenticated", proof: { status: "Y" } },
  A: { outcome: "authenticated", proof: { status: "A" } },
  N: { outcome: "declined", reason: "rejected" },
  R: { outcome: "declined", reason: "rejected" },
  U: { outcome: "declined", reason: "processing" },
};

test.each([...threeDsTestCards, { number: "4242424242424242", label: "any other", transStatus: "C" as const }])(
  "$number, $label: $transStatus",
  async ({ number, transStatus }) => {
    expect(passesLuhn(number)).toBe(true);
    expect(issuerStatusOf(number)).toBe(transStatus);
    const { connector } = await aThreeDsBank();
    expect(await connector.authenticate(anAuthentication(number))).toMatchObject(expected[transStatus]);
  },
);

test.each(threeDsTestCards.filter(({ transStatus }) => "YA".includes(transStatus)))(
  "$label $number gets its network's indicator",
  async ({ number, transStatus }) => {
    const { connector } = await aThreeDsBank();
    const mastercard = number.startsWith("5");
    const eci = transStatus === "Y" ? (mastercard ? "02" : "05") : mastercard ? "01" : "06";
    expect(await connector.authenticate(anAuthentication(number))).toMatchObject({ proof: { eci } });
  },
);

test("every status has a card, and numbers are unique", () => {
  const statuses = new Set<string>(["C", ...threeDsTestCards.map(({ transStatus }) => transStatus)]);
  expect([...statuses].sort()).toEqual(Object.keys(threeDsOutcomes).sort());
  expect(new Set(threeDsTestCards.map(({ number }) => number)).size).toBe(threeDsTestCards.length);
});

function passesLuhn(number: string): boolean {
  const digits = [...number].reverse().map((digit, place) => Number(digit) * (place % 2 === 0 ? 1 : 2));
  return digits.reduce((sum, digit) => sum + (digit > 9 ? digit - 9 : digit), 0) % 10 === 0;
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { noon } from "../../../tests/kit/domain-builders.ts";
import { days } from "../base/time.ts";
import type { Entry } from "./ledger.ts";
import { movementKinds, type SettledKey, settledBy, settlementOf } from "./settlement.ts";

const satang = fc.integer({ min: -1_000_000, max: 1_000_000 });

const keysOf = fc.array(
  fc.record({
    bucket: fc.integer({ min: 0, max: 5 }),
    key: fc.constantFrom(...(Object.keys(movementKinds) as Entry["key"][])),
    count: fc.integer({ min: 1, max: 9 }),
    firstAt: fc.constant(noon),
    lastAt: fc.constant(noon),
    origin: fc.constant("chrg_test_1"),
    net: satang,
    fee: satang,
    interest: satang,
    vat: satang,
    interestVat: satang,
  }),
);

test("whatever was booked, a report closes with what it opened with and the effect of every entry", () => {
  fc.assert(
    fc.property(keysOf, satang, fc.constantFrom(...settledBy), (keys, opening, by) => {
      const { rows, total } = settlementOf(by, { from: noon, to: noon + days(9) }, opening, keys as SettledKey[]);
      const effect = keys.reduce((sum, { net }) => sum + net, 0);
      expect(total.closing).toBe(opening + effect);
      let balance = opening;
      for (const row of rows) {
        expect(row.opening).toBe(balance);
        balance = row.closing;
        const { gross, refunded, disputed, fee, feeVat, interest, interestVat } = row;
        expect(row.net).toBe(gross - refunded - disputed - fee - feeVat - interest - interestVat);
      }
      expect(total.count).toBe(keys.reduce((sum, { count }) => sum + count, 0));
    }),
  );
});

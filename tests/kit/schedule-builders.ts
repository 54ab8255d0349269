import type { ScheduleRequest } from "../../src/domain/schedule/schedule.ts";
import { aCustomer } from "./builders.ts";
import type { Answer, TestGateway } from "./gateway.ts";

/** A schedule of 1,000 baht every day from today. */
export const aScheduleRequest = (patch: Partial<ScheduleRequest> = {}): ScheduleRequest => ({
  recurrence: { every: 1, period: "day" },
  startOn: undefined,
  endOn: "2026-12-31",
  customer: "cust_test_5z4ykxh42cn7qsxw1w5",
  card: null,
  recipient: null,
  balanceBps: null,
  amount: 100_000,
  currency: "THB",
  description: "Membership fee",
  metadata: {},
  ...patch,
});

/** A schedule of 1,000 baht every day from today, which the test's clock has on 15 January 2026, a Thursday, at 10:00 in Bangkok. */
export async function aSchedule(gateway: TestGateway, patch: Record<string, unknown> = {}): Promise<Answer> {
  const customer = patch.customer ?? (await aCustomer(gateway)).id;
  const body = {
    every: 1,
    period: "day",
    end_date: "2026-12-31",
    charge: { customer, amount: 100_000, description: "Membership fee" },
    ...patch,
  };
  return gateway.call("POST", "/schedules", { body });
}

import { expect, test } from "vitest";
import { cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { aSchedule } from "../kit/schedule-builders.ts";

test("schedules are exported with their dates, and what they have done is in the audit log", async () => {
  const gateway = await aGateway();
  const { json: schedule } = await aSchedule(gateway, { every: 2, end_date: "2026-03-15" });
  const { test: api, team } = await signedIn(gateway, "owner");
  const { text } = await api.get("/export/schedules.csv");
  const [head = "", line = ""] = text.replace("\uFEFF", "").trim().split(/\r?\n/);
  const row = Object.fromEntries(head.split(",").map((name, at) => [name, line.split(",")[at]]));
  expect(row).toMatchObject({
    id: schedule.id,
    status: "running",
    customer: schedule.charge.customer,
    amount_satang: "100000",
    amount_baht: "1000.00",
    in_words: "Every 2 day(s)",
    start_on: "2026-01-15",
    end_on: "2026-03-15",
    next_on: "2026-01-17",
    occurrences: "1",
    description: '"Membership fee"', // a text of another author is always quoted
  });

  expect((await api.send("DELETE", `/schedules/${schedule.id}`)).json.status).toBe("deleted");
  const { json } = await team.get("/audit");
  const [deleted] = json.data;
  expect(deleted.act).toBe("DELETE /schedules/:id");
  expect(JSON.stringify(deleted)).toContain(schedule.id);
  expect(JSON.stringify(deleted)).not.toContain("fingerprint");
});

test("charges of a schedule are found by its id, and their export names it", async () => {
  const gateway = await aGateway();
  const { json: schedule } = await aSchedule(gateway);
  await cardCharge(gateway);
  const [{ result: charge }] = (await gateway.call("GET", `/schedules/${schedule.id}/occurrences`)).json.data;
  const { test: api } = await signedIn(gateway, "support");
  const found = (await api.get(`/search/charges?schedule=${schedule.id}`)).json.data;
  expect(found).toMatchObject([{ id: charge, schedule: schedule.id }]);
  expect((await api.get("/search/charges?schedule=schd_test_5xuy4w91xqz7d1w9u0t")).json.data).toEqual([]);
  const { text } = await api.get(`/export/charges.csv?schedule=${schedule.id}`);
  const lines = text.trim().split(/\r?\n/);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`,${schedule.id}`);
  expect((await api.get(`/customers/${schedule.charge.customer}/schedules`)).json.data).toMatchObject([
    { id: schedule.id },
  ]);
});

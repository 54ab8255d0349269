import { expect, test } from "vitest";
import { seatFor, signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

const failed = { list: "charges", name: "Failed today", conditions: { status: "failed", from: "2026-01-15" } };

test.each(engines)("on %s, a member keeps filters under names, for themselves and for one mode", async (engine) => {
  const gateway = await aGateway({ engine });
  const support = await signedIn(gateway, "support");
  const other = await signedIn(gateway, "owner");
  const { json } = await support.test.post("/saved_filters", failed);
  expect(json.data).toEqual([{ object: "saved_filter", id: expect.stringMatching(/^filt_test_/), ...failed }]);
  expect((await other.test.get("/saved_filters")).json.data).toEqual([]);
  expect((await support.live.get("/saved_filters")).json.data).toEqual([]);
  const elsewhere = await seatFor(gateway, support.member);
  expect((await elsewhere.test.get("/saved_filters")).json.data).toHaveLength(1);

  const again = await support.test.post("/saved_filters", { ...failed, conditions: { status: "expired" } });
  expect(again.json.data).toMatchObject([{ id: json.data[0].id, conditions: { status: "expired" } }]);
  const requests = { list: "requests", name: "Failed today", conditions: { status: "5xx" } };
  expect((await support.test.post("/saved_filters", requests)).json.data).toHaveLength(2);

  const remove = `/saved_filters/${json.data[0].id}/remove`;
  expect((await other.test.post(remove)).status).toBe(404);
  expect((await support.test.post(remove)).json.data).toMatchObject([{ list: "requests" }]);
  expect((await support.test.post(remove)).status).toBe(404);
});

test("a filter is refused without name or conditions, with too many, and after fifty others", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "support");
  const refused = async (patch: object) => (await seat.test.post("/saved_filters", { ...failed, ...patch })).json;
  expect(await refused({ name: " " })).toMatchObject({ code: "bad_request", message: "name cannot be blank" });
  expect(await refused({ name: "x".repeat(61) })).toMatchObject({ code: "bad_request" });
  expect(await refused({ list: "members" })).toMatchObject({ code: "bad_request" });
  expect(await refused({ conditions: {} })).toMatchObject({ message: "conditions cannot be blank" });
  expect(await refused({ conditions: { status: 1 } })).toMatchObject({ code: "bad_request" });
  expect(await refused({ conditions: { q: "x".repeat(1_000) } })).toMatchObject({
    message: "conditions are too many or too long",
  });
  for (let count = 0; count < 50; count += 1) await refused({ name: `${count}` });
  expect(await refused({ name: "one more" })).toMatchObject({
    message: "more than 50 filters cannot be kept: remove one first",
  });
  expect((await refused({ name: "7", conditions: { q: "a" } })).object, "in the place of another").toBe(
    "saved_filters",
  );
});

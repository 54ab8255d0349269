import { expect, test } from "vitest";
import { cardCharge } from "../kit/builders.ts";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";
import { engines } from "../storage/engine.ts";

test.each(engines)(
  "on %s, members write notes on a charge, and remove their own; who may change the team removes any",
  async (engine) => {
    const gateway = await aGateway({ engine });
    const { json: charge } = await cardCharge(gateway);
    const [support, developer, owner] = [
      await signedIn(gateway, "support"),
      await signedIn(gateway, "developer"),
      await signedIn(gateway, "owner"),
    ];
    const path = `/charges/${charge.id}/notes`;
    expect((await support.test.get(path)).json).toEqual({ object: "charge_notes", data: [] });
    const written = await support.test.post(path, { text: "  Asked for an invoice.\nSent.  " });
    expect(written.json.data).toMatchObject([
      {
        text: "Asked for an invoice.\nSent.",
        author: { id: support.member.id, name: "The support" },
        removable: true,
      },
    ]);
    await gateway.advance(1_000);
    const both = (await developer.test.post(path, { text: "ลูกค้าโทรมา" })).json.data;
    expect(both.map(({ text, removable }: { text: string; removable: boolean }) => [text, removable])).toEqual([
      ["Asked for an invoice.\nSent.", false],
      ["ลูกค้าโทรมา", true],
    ]);

    const [first, second] = both;
    expect((await support.test.post(`${path}/${second.id}/remove`)).json).toMatchObject({ code: "forbidden" });
    expect((await support.test.post(`${path}/${first.id}/remove`)).json.data).toHaveLength(1);
    expect((await owner.test.post(`${path}/${second.id}/remove`)).json.data).toEqual([]);
    expect((await owner.test.post(`${path}/${second.id}/remove`)).status).toBe(404);

    const { json: log } = await owner.team.get("/audit");
    const acts = log.data.map(({ act, member }: { act: string; member: { id: string } }) => [act, member.id]);
    expect(acts).toEqual(
      expect.arrayContaining([
        ["POST /charges/:id/notes", support.member.id],
        ["POST /charges/:id/notes/:note/remove", owner.member.id],
      ]),
    );
    expect((await gateway.call("GET", `/charges/${charge.id}`)).text).not.toContain("invoice");
  },
);

test("a note is refused where it is blank, for an unknown charge, and from the other mode", async () => {
  const gateway = await aGateway();
  const { json: charge } = await cardCharge(gateway);
  const owner = await signedIn(gateway, "owner");
  const path = `/charges/${charge.id}/notes`;
  expect((await owner.test.post(path, { text: " \n " })).json).toMatchObject({
    code: "bad_request",
    message: "text cannot be blank",
  });
  expect((await owner.test.post(path, { text: "x".repeat(2_001) })).status).toBe(400);
  expect((await owner.test.post("/charges/chrg_test_5xuy4w91xqz7d1w9u0t/notes", { text: "x" })).status).toBe(404);
  expect((await owner.live.post(path, { text: "x" })).status).toBe(404);
  expect((await owner.live.get(path)).status).toBe(404);
  for (let count = 0; count < 100; count += 1) await owner.test.post(path, { text: `${count}` });
  expect((await owner.test.post(path, { text: "one more" })).json.message).toBe(
    "a charge cannot have more than 100 notes",
  );
});

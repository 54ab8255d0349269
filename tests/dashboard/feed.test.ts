import { expect, onTestFinished, test } from "vitest";
import { revise } from "../../src/domain/base/row.ts";
import { hours } from "../../src/domain/base/time.ts";
import { kplusCharge } from "../kit/builders.ts";
import { seatFor, signedIn } from "../kit/dashboard.ts";
import { aLine } from "../kit/feed-line.ts";
import { aGateway } from "../kit/gateway.ts";
import { freshDatabase } from "../kit/postgres.ts";
import { aReceiver } from "../kit/receiver.ts";
import { engines } from "../storage/engine.ts";

test.each(engines)(
  "a page hears at once what happens in its account, and nothing of the other mode (%s)",
  async (engine) => {
    const gateway = await aGateway({ engine });
    const seat = await signedIn(gateway, "viewer");
    const [line, live] = [await aLine(gateway, seat), await aLine(gateway, seat, "live")];
    const { json: charge } = await kplusCharge(gateway);
    await gateway.call("POST", `/charges/${charge.id}/mark_as_paid`);

    expect((await line.hears("charge.create")).charge).toBe(charge.id);
    expect(await line.hears("charge.complete")).toMatchObject({
      charge: charge.id,
      id: expect.stringMatching(/^evnt_/),
    });
    await gateway.gateway.feed.tick();
    expect(line.heard).toHaveLength(2);
    expect(live.heard).toEqual([]);
  },
);

test("a page hears what another process did, once", async () => {
  const database = await freshDatabase();
  onTestFinished(() => database.drop());
  const [here, there] = [await aGateway({ databaseUrl: database.url }), await aGateway({ databaseUrl: database.url })];
  const seat = await signedIn(here, "support");
  const line = await aLine(here, seat);
  const { json: charge } = await kplusCharge(there);
  expect(line.heard).toEqual([]);
  await here.gateway.feed.tick();
  expect((await line.hears("charge.create")).charge).toBe(charge.id);
  await here.advance(1_000);
  await here.gateway.feed.tick();
  expect(line.heard).toHaveLength(1);
  await here.gateway.feed.tick();
  await there.call("PATCH", "/account", { body: { zero_interest_installments: "true" } });
  await here.gateway.feed.tick();
  await line.hears("account.update");
});

test("a try to deliver an event is heard", async () => {
  const gateway = await aGateway();
  const receiver = await aReceiver();
  await gateway.call("PATCH", "/account", { body: { webhook_uri: receiver.url } });
  const line = await aLine(gateway, await signedIn(gateway, "viewer"));
  await kplusCharge(gateway);
  await gateway.advance(0);
  expect((await line.hears("delivery.attempt")).id).toBe((await line.hears("charge.create")).id);
});

test("a line ends when its session is signed out, when it is too old, and when its member is removed", async () => {
  const gateway = await aGateway();
  const { store } = gateway.gateway;
  const seat = await signedIn(gateway, "viewer");
  const signedOut = await aLine(gateway, seat);
  await seat.team.post("/sign-out");
  await signedOut.ended;

  const other = await signedIn(gateway, "developer");
  const removed = await aLine(gateway, other);
  await store.save({ update: { members: [revise(other.member, { removedAt: gateway.now() })] } });
  for (let count = 0; count < 5; count += 1) await gateway.gateway.feed.tick();
  await removed.ended;

  const third = await aLine(gateway, await signedIn(gateway, "owner"));
  await gateway.advance(hours(13));
  for (let count = 0; count < 5; count += 1) await gateway.gateway.feed.tick();
  await third.ended;
});

test("a line on which nothing happens is kept open by a sign of life", async () => {
  const gateway = await aGateway();
  const line = await aLine(gateway, await signedIn(gateway, "viewer"));
  for (let count = 0; count < 15; count += 1) await gateway.gateway.feed.tick();
  await kplusCharge(gateway);
  await line.hears("charge.create");
  expect(line.text()).toContain(": still there\n\n");
});

test("one session listens on twenty pages at most, which holds up no other", async () => {
  const gateway = await aGateway();
  const seat = await signedIn(gateway, "viewer");
  for (let count = 0; count < 20; count += 1) await aLine(gateway, seat);
  expect((await seat.test.get("/feed")).status).toBe(429);
  await aLine(gateway, await seatFor(gateway, seat.member));
});

test("a gateway stops though pages listen", async () => {
  const gateway = await aGateway();
  const line = await aLine(gateway, await signedIn(gateway, "viewer"));
  await gateway.close();
  await line.ended;
});

test("the feed of a member who is removed ends with that, before anything more is told", async () => {
  const gateway = await aGateway();
  const owner = await signedIn(gateway, "owner");
  const gone = await signedIn(gateway, "viewer");
  const line = await aLine(gateway, gone);
  expect((await owner.team.post(`/team/members/${gone.member.id}/remove`)).status).toBe(200);
  await line.ended;
  await kplusCharge(gateway);
  expect(line.heard).toEqual([]);
});

test("one team's pages take a tenth of all places, in both modes together, and leave the others to other teams", async () => {
  const gateway = await aGateway({ meddles: true }); // its second merchant has accounts and nothing else
  const { newId, store } = gateway.gateway;
  const seats = await Promise.all(Array.from({ length: 4 }, () => signedIn(gateway, "viewer")));
  const lines = seats.flatMap((seat) => Array.from({ length: 20 }, () => seat)).slice(0, 50);
  await Promise.all(lines.map((seat, index) => aLine(gateway, seat, index % 2 === 0 ? "test" : "live")));
  const late = seats[3];
  for (const api of [late?.test, late?.live]) expect((await api?.get("/feed"))?.status).toBe(429);

  const accounts = (await store.account.all()).map((account) => ({
    ...account,
    id: newId("account", account.livemode),
    team: "acct_of_others",
  }));
  await store.save({ insert: { accounts } });
  await aLine(gateway, await signedIn(gateway, "viewer", { team: "acct_of_others" }));
});

test.each(engines)("a line ends when its member lacks the codes that the team requires now (%s)", async (engine) => {
  const gateway = await aGateway({ engine });
  const owner = await signedIn(gateway, "owner");
  const withCodes = await signedIn(gateway, "owner", { totpSecret: "sealed" });
  const [line, other] = [await aLine(gateway, owner), await aLine(gateway, withCodes)];
  expect((await owner.team.post("/team/codes", { required: true })).status).toBe(200);
  for (let count = 0; count < 5; count += 1) await gateway.gateway.feed.tick();
  await line.ended;
  await kplusCharge(gateway);
  await other.hears("charge.create");
  expect(line.heard.map(({ key }) => key)).not.toContain("charge.create");
});

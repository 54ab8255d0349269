import { expect, test } from "vitest";
import { signedIn } from "../kit/dashboard.ts";
import { aGateway } from "../kit/gateway.ts";

test("the audit log names who replaced an upstream's credentials, and has nothing of them, sealed or not", async () => {
  const theirs = await aGateway();
  const ours = await aGateway({ environment: { CHAMRA_UPSTREAMS: `omise.api=${theirs.url}` } });
  const { live, team } = await signedIn(ours, "owner");
  const credentials = { secret_key: theirs.secretKey };
  for (const _ of ["made", "replaced"])
    expect((await live.post("/upstreams/omise/connect", { credentials })).status).toBe(200);
  const [, account] = await ours.gateway.store.account.all();
  if (!account) throw new Error("the first merchant has no live account");
  const connection = await ours.gateway.store.connection.get(account.id, "omise");
  const { text, json } = await team.get("/audit");
  const acts = json.data.filter(({ act }: { act: string }) => act === "POST /upstreams/:name/connect");
  expect(acts).toHaveLength(2);
  expect(connection?.previous).toBeTruthy();
  for (const kept of [connection?.sealed, connection?.previous, theirs.secretKey]) expect(text).not.toContain(kept);
});

import { connect } from "node:net";
import { expect, test } from "vitest";
import { aGateway } from "../../../tests/kit/gateway.ts";

test("a connection without a request does not delay closing", async () => {
  const { url, close } = await aGateway();
  const silent = connect(Number(new URL(url).port), "127.0.0.1");
  await new Promise((resolve) => silent.once("connect", resolve));
  const ended = new Promise((resolve) => silent.once("close", resolve));
  await close();
  await ended;
  expect(silent.destroyed).toBe(true);
});

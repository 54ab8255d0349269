import { expect, test } from "vitest";
import { aGateway } from "../../tests/kit/gateway.ts";

test("a gateway is built once: nothing can be put in the place of a part of it", async () => {
  const { gateway, dispatch } = await aGateway();
  expect([Object.isFrozen(gateway), Object.isFrozen(dispatch)]).toEqual([true, true]);
});

test("links are given out for the port that the gateway came to listen on, unless a setting names the address", async () => {
  const { gateway, url, publicUrl } = await aGateway();
  expect(new URL(publicUrl).port).toBe(new URL(url).port);
  expect(gateway.publicUrl()).toBe(publicUrl);
  const named = await aGateway({ environment: { CHAMRA_PUBLIC_URL: "https://pay.example.com" } });
  expect(named.gateway.publicUrl()).toBe("https://pay.example.com");
});

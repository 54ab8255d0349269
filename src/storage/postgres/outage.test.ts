import { expect, test } from "vitest";
import { Outage } from "../base/database.ts";
import { untilDone } from "./outage.ts";

const undone = (code: string) => Object.assign(new Error("somebody was faster"), { code });

test.each(["40001", "40P01"])("a statement that the server undid (%s) is sent again until it is done", async (code) => {
  let sent = 0;
  const answer = await untilDone(async () => {
    sent += 1;
    if (sent < 3) throw undone(code);
    return "done";
  });
  expect([answer, sent]).toEqual(["done", 3]);
});

test("a statement undone too often is an outage, with the advice to try later", async () => {
  let sent = 0;
  const sending = untilDone(async () => {
    sent += 1;
    throw undone("40001");
  });
  await expect(sending).rejects.toThrow(Outage);
  expect(sent).toBe(5);
});

test("a statement that may be done is sent once", async () => {
  let sent = 0;
  const sending = untilDone(async () => {
    sent += 1;
    throw undone("57P01");
  });
  await expect(sending).rejects.toThrow("somebody was faster");
  expect(sent).toBe(1);
});

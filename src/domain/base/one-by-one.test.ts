import { expect, test } from "vitest";
import { createQueue } from "./one-by-one.ts";

test("work under one name is done in its order, whatever becomes of the work before; other names do not wait", async () => {
  const queue = createQueue();
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const work = (name: string, before?: Promise<void>) => async () => {
    await before;
    done.push(name);
    return name;
  };
  const broken = queue("a", async () => {
    await first.promise;
    throw new Error("broken");
  });
  const after = [queue("a", work("second")), queue("a", work("third"))];
  expect(await queue("b", work("other"))).toBe("other");
  expect(done).toEqual(["other"]);
  first.resolve();
  await expect(broken).rejects.toThrow("broken");
  expect(await Promise.all(after)).toEqual(["second", "third"]);
  expect(done).toEqual(["other", "second", "third"]);
});

test("more than the bound is refused, and taken again once there is room", async () => {
  const queue = createQueue(2);
  const hold = Promise.withResolvers<void>();
  const two = [queue("a", () => hold.promise), queue("a", async () => {})];
  await expect(queue("a", async () => {})).rejects.toMatchObject({ code: "service_unavailable" });
  expect(await queue("b", async () => 1)).toBe(1);
  hold.resolve();
  await Promise.all(two);
  expect(await queue("a", async () => 2)).toBe(2);
});

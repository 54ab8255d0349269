import { expect, test } from "vitest";
import { createQueue, createShared } from "./one-by-one.ts";

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

test("work that many ask for is done once after they came, and once more for those who come while it is under way", async () => {
  const shared = createShared();
  const holds = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  let begun = 0;
  const work = () => holds[begun++]?.promise ?? Promise.resolve(begun);
  const first = shared("a", work);
  const later = [shared("a", work), shared("a", work), shared("a", work)];
  expect(begun).toBe(1);
  holds[0]?.reject(new Error("broken"));
  await expect(first).rejects.toThrow("broken");
  holds[1]?.resolve(2);
  expect(await Promise.all(later)).toEqual([2, 2, 2]);
  expect(begun).toBe(2);
  expect(await shared("a", work)).toBe(3);
});

import { expect, test } from "vitest";
import { aGateway } from "../../tests/kit/gateway.ts";
import { hours, minutes } from "../domain/base/time.ts";
import { createClockwork, type Timetable } from "./clockwork.ts";
import { dueJobs } from "./due.ts";
import { createWorkers } from "./workers.ts";

test("a job in the table is taken when it is due, reported when it fails, and tried again", async () => {
  const bells = [1, 2, 3].map((number) => ({ id: `bell ${number}`, rung: false }));
  let cracked = true;
  const clock = await aClock({
    due: [
      {
        name: "bell",
        open: (_gateway, places, report) => {
          let look = false;
          const workers = createWorkers<(typeof bells)[number]>(
            {
              take: async (underWay) => {
                if (!look) return [];
                look = false;
                return bells.filter((bell) => !bell.rung && !underWay.includes(bell)).slice(0, places);
              },
              run: async (bell) => {
                if (bell.id === "bell 2" && cracked) throw new Error("it is cracked");
                bell.rung = true;
              },
            },
            (error, bell) => report(error, "bell", bell?.id),
          );
          return {
            ...workers,
            look: () => {
              look = true;
            },
            endOf: () => workers.endOf(() => true),
          };
        },
        due: async () => [],
      },
    ],
  });
  await clock.runDue();
  expect(bells.map(({ rung }) => rung)).toEqual([true, false, true]);
  expect(clock.failed).toEqual(["bell bell 2"]);
  cracked = false;
  await clock.runDue();
  expect(bells.every(({ rung }) => rung)).toBe(true);
});

test("an erasure in the table is carried out when its time is over, even if others fail", async () => {
  const kept = new Set<number>();
  const clock = await aClock({
    purge: [
      { table: "stones", keep: 0, forget: () => Promise.reject(new Error("it does not burn")) },
      {
        table: "letters",
        keep: hours(1),
        forget: async (_gateway, before) => {
          for (const writtenAt of kept) if (writtenAt < before) kept.delete(writtenAt);
        },
      },
    ],
  });
  kept.add(clock.now());
  clock.pass(hours(1));
  await clock.runDue();
  expect(kept.size).toBe(1);
  clock.pass(minutes(1));
  await clock.runDue();
  expect(kept.size).toBe(0);
  expect(clock.failed).toEqual(["clean-up stones", "clean-up stones"]);
});

test("every job in the table has a different name", () => {
  const names = dueJobs.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

/** A separate clock beside a gateway's; the test drives it, and it remembers what failed. */
async function aClock(timetable: Partial<Timetable>) {
  const { gateway, dispatch, now, pass } = await aGateway();
  const failed: string[] = [];
  const report = (_error: unknown, work: string, id?: string) => void failed.push(`${work} ${id}`);
  const { runDue } = createClockwork(gateway, dispatch, () => () => {}, report, { due: [], purge: [], ...timetable });
  return { runDue, failed, now, pass };
}

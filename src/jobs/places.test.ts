import { expect, test } from "vitest";
import { giveOut, type Limits, type Line, type Waiting } from "./places.ts";

const limits: Limits = { places: 40, batch: 40 };

const aLine = (account: string, way = "host", livemode = false): Line => ({
  name: `${account} ${way}`,
  pool: livemode ? "live" : "test",
  account,
  way,
  livemode,
});

const waitingFor = (...lines: Line[]): Waiting<Line>[] =>
  [...new Set(lines.map(({ account }) => account))].map((account) => {
    const own = lines.filter((line) => line.account === account);
    return { account, livemode: own[0]?.livemode ?? false, lines: own };
  });

const times = (count: number, line: Line): Line[] => Array.from({ length: count }, () => line);

const given = (waiting: Line[], held: Line[] = [], patch: Partial<Limits> = {}) =>
  giveOut(waitingFor(...waiting), held, { ...limits, ...patch }).map(({ line, count }) => [line.name, count]);

test("an account alone may hold half of the places, and the other half stays free for the next account", () => {
  expect(given([aLine("a")])).toEqual([["a host", 20]]);
  expect(given([aLine("a")], times(20, aLine("a", "other")))).toEqual([]);
});

test("an account always gets a quarter of the places, and no more once half are taken", () => {
  const held = times(20, aLine("b"));
  expect(given([aLine("a")], held)).toEqual([["a host", 10]]);
  expect(given([aLine("b", "other")], held)).toEqual([]);
  expect(given([aLine("a", "other")], [...held, ...times(10, aLine("a"))])).toEqual([]);
});

test("places go to the account that holds least first, and to each in turn", () => {
  const held = [...times(9, aLine("a")), ...times(3, aLine("b"))];
  const waiting = [aLine("a", "x"), aLine("b", "x"), aLine("b", "y"), aLine("c", "x")];
  expect(given(waiting, held, { batch: 1 })).toEqual([
    ["c x", 1],
    ["b x", 1],
    ["a x", 1],
    ["b y", 1],
  ]);
});

test("a full pool of test mode does not affect live mode, which is served first", () => {
  const live = aLine("a", "host", true);
  const held = [aLine("b"), aLine("c"), aLine("d"), aLine("e")].flatMap((line) => times(10, line));
  expect(given([aLine("f"), live], held)).toEqual([["a host", 20]]);
  expect(given([aLine("f"), live], [], { batch: 1 })).toEqual([
    ["a host", 1],
    ["f host", 1],
  ]);
});

test("a way and a line have limits of their own, and a line that is full does not hide the account's next", () => {
  const ofLine = ({ way }: Line) => (way === "hangs" ? 1 : 8);
  const held = [aLine("a", "hangs")];
  expect(given([aLine("a", "hangs"), aLine("a", "well")], held, { ofLine })).toEqual([["a well", 8]]);
  expect(given([aLine("b", "host")], times(4, aLine("a", "host")), { ofWay: 5 })).toEqual([["b host", 1]]);
});

test("an account gets at most half of a way's places, so that another account finds room", () => {
  expect(given([aLine("a")], [], { ofWay: 9 })).toEqual([["a host", 5]]);
  const held = times(5, aLine("a"));
  expect(given([aLine("a"), aLine("b")], held, { ofWay: 9 })).toEqual([["b host", 4]]);
  expect(given([aLine("a", "other")], held, { ofWay: 9 })).toEqual([["a other", 5]]);
  expect(given([aLine("a")], [], { ofWay: 1 })).toEqual([["a host", 1]]);
});

import { createHash } from "node:crypto";
import { serializeHappening } from "../../src/api/serialize.ts";
import { webhookBody } from "../../src/api/shapes/event.ts";
import { simulate as simulateBanks } from "../../src/connectors/index.ts";
import { idMaker } from "../../src/domain/id.ts";
import { days, minutes, seconds } from "../../src/domain/time.ts";
import { createClockwork } from "../../src/jobs/clockwork.ts";
import { createMerchant, webhookSecretOf } from "../../src/operations/account.ts";
import type { Gateway } from "../../src/operations/gateway.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { openVault } from "../../src/vault/vault.ts";
import type { Dispatch } from "../../src/webhooks/deliver.ts";
import { parseSchedule } from "../../src/webhooks/schedule.ts";
import { type Actors, someActors } from "./actors.ts";
import { aChecker, type Checker } from "./check.ts";
import { faulty } from "./faults.ts";
import { aLife, type Life } from "./life.ts";
import { type Random, randomOf } from "./random.ts";

export type Outcome = { steps: number; hash: string; counts: Record<string, number> };

/** What a running simulation is made of; a crash replaces `life` and `gateway`, everything else goes on. */
type Scene = { random: Random; store: Store; checker: Checker; note: (line: string) => void; now: number };

const start = Date.parse("2026-01-15T03:00:00Z");

/** How likely each step is something else than letting parked work go on. */
const newWork = 0.3;
const crash = 0.003;
const tick = 0.08;

/**
 * Runs the gateway against merchants, payers, banks and webhook receivers that all act at random, under a clock of its own, and lets its process die at any
 * await. The same seed takes the same steps.
 *
 * @param each called after every step with its number and the transcript so far, to find the shortest history that fails
 * @throws Broken as soon as an invariant does not hold
 */
export async function simulate(
  seed: number,
  steps: number,
  each: (step: number, transcript: readonly string[]) => void = () => {},
): Promise<Outcome> {
  const random = randomOf(seed);
  const store = await openStore({ databaseUrl: null, folder: null, connectionsMax: 1, alone: false });
  const transcript: string[] = [];
  const hash = createHash("sha256");
  const note = (line: string): void => {
    hash.update(`${line}\n`);
    transcript.push(line);
    if (transcript.length > 400) transcript.splice(0, 200);
  };
  const scene: Scene = { random, store, checker: aChecker(store, note), note, now: start };
  try {
    const actors = someActors(random, note);
    let process = await aProcess(scene, actors);
    for (let step = 1; step <= steps; step += 1) {
      if (random.chance(crash)) {
        note(`${step} the process dies with ${process.life.parked} things under way`);
        process.life.die();
        process = await aProcess(scene, actors);
      } else if (process.life.parked === 0 || random.chance(newWork)) {
        if (random.chance(tick)) await letTimePass(scene, process);
        else actors.act(process.gateway);
      } else {
        process.life.resumeOne(random);
      }
      await settled();
      await scene.checker.touched();
      each(step, transcript);
    }
    await rest(scene, process);
    await scene.checker.everything();
    actors.check();
    return { steps, hash: hash.digest("hex").slice(0, 16), counts: actors.counts() };
  } finally {
    await store.close();
  }
}

type Process = { life: Life; gateway: Gateway; runDue: () => void };

/** One life of the gateway on what was committed before it. */
async function aProcess(scene: Scene, actors: Actors): Promise<Process> {
  const { random, store } = scene;
  const life = aLife();
  const alive = throughLife(store, life, scene.checker);
  const background = (work: () => Promise<unknown>): void => {
    void life.point().then(work).catch(actors.report);
  };
  const now = (): number => scene.now;
  const vault = await openVault(store, Buffer.alloc(32, 7), null, now);
  const makeId = idMaker(random.bits64);
  const banks = simulateBanks({
    memoryOf: store.simulatedBank.memoryOf,
    now,
    pause: () => life.point(),
    acsUrl: () => "http://simulated/acs",
  });
  const gateway: Gateway = {
    store: alive,
    vault,
    now,
    pause: () => life.point(),
    newId: (kind, livemode) => makeId(kind, livemode, scene.now),
    randomText: (length) => Array.from({ length }, () => random.below(36).toString(36)).join(""),
    simulation: { ...banks, connectors: faulty(banks.connectors, life, random, background) },
    liveConnectors: {},
    publicUrl: () => "http://simulated",
    serialize: serializeHappening(() => "http://simulated"),
    webhookUrl: null,
    wakeDeliveries: () => {},
  };
  if ((await store.account.all()).length === 0) await populate({ ...gateway, store }, actors);
  const schedule = parseSchedule("1m,5m,1h until 7d");
  if (typeof schedule === "string") throw new Error(schedule);
  const dispatch: Dispatch = {
    store: alive,
    outbound: { post: (request) => actors.receive(life, request), close: async () => {} },
    now,
    random: () => random.below(1_000) / 1_000,
    newAttemptId: (livemode) => gateway.newId("delivery", livemode),
    schedule,
    bodyOf: webhookBody,
    secretsOf: async (id) => {
      const account = await store.account.get(id);
      return account ? [webhookSecretOf(gateway, account)] : [];
    },
  };
  const clockwork = createClockwork(gateway, dispatch, () => () => {}, actors.report);
  return { life, gateway, runDue: () => void clockwork.runDue().catch(actors.report) };
}

async function populate(gateway: Gateway, actors: Actors): Promise<void> {
  for (const name of ["First Shop", "Second Shop"]) {
    const { test } = await createMerchant(gateway, { name, email: "owner@example.com" }, () =>
      Buffer.alloc(32, 9).toString("base64"),
    );
    const account = { ...test.account, webhookUri: "http://receiver.example/", version: 2 };
    await gateway.store.save({ update: { accounts: [account] } });
    actors.meet(account);
  }
}

/** The store as one life sees it: every commit can be the last thing that life does, or the first that it never hears of. */
function throughLife(store: Store, life: Life, checker: Checker): Store {
  return {
    ...store,
    save: async (changes) => {
      await life.point();
      const saved = await store.save(changes);
      if (saved.saved) checker.saved(changes);
      await life.point();
      return saved;
    },
  };
}

/** No request lasts a day: before one passes, what is under way comes to its end. */
async function letTimePass(scene: Scene, process: Process): Promise<void> {
  const { random } = scene;
  const passed = random.pick([seconds(1), seconds(30), minutes(1), minutes(5), minutes(11), days(1)]);
  if (passed === days(1)) await drain(scene, process);
  scene.now += passed;
  scene.note(`${passed / 1_000} seconds pass`);
  process.runDue();
}

/** Lets everything under way end, banks and receivers being well again, and time pass until nothing is owed. */
async function rest(scene: Scene, process: Process): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    await drain(scene, process);
    scene.now += days(1);
    process.runDue();
    await settled();
  }
  await drain(scene, process);
  await scene.checker.touched();
}

async function drain(scene: Scene, process: Process): Promise<void> {
  while (process.life.resumeOne(scene.random)) await settled();
}

/** Until every promise that can go on has gone on: the embedded engine commits in the next turn of the event loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

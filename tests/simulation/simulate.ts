import { createHash } from "node:crypto";
import { webhookBody } from "../../src/api/event/event.shape.ts";
import { serializer } from "../../src/api/wire/serialize.ts";
import { banks as everyBank, simulate as simulateBanks } from "../../src/connectors/index.ts";
import { bounded } from "../../src/domain/base/bounded.ts";
import { idMaker } from "../../src/domain/base/id.ts";
import { createQueue } from "../../src/domain/base/one-by-one.ts";
import { pageIdMaker } from "../../src/domain/base/page-id.ts";
import { days, minutes, seconds } from "../../src/domain/base/time.ts";
import type { Account } from "../../src/domain/merchant/account.ts";
import { approveMethod, requestMethod } from "../../src/domain/merchant/enablement.ts";
import type { Route } from "../../src/domain/upstream/route.ts";
import { createClockwork } from "../../src/jobs/clockwork.ts";
import { createHealth } from "../../src/observability/health.ts";
import { webhookSecretOf } from "../../src/operations/event/webhook.ts";
import type { Gateway } from "../../src/operations/gateway.ts";
import { createFeed } from "../../src/operations/insight/feed.ts";
import { changeAccount, createMerchant } from "../../src/operations/merchant/account.ts";
import { createBankRules } from "../../src/operations/sandbox/bank-rules.ts";
import { createClocks } from "../../src/operations/sandbox/clocks.ts";
import { createRules } from "../../src/operations/sandbox/rules.ts";
import { createShadows } from "../../src/operations/shadow/shadows.ts";
import { connect } from "../../src/operations/upstream/connection.ts";
import { setRoutes } from "../../src/operations/upstream/route.ts";
import { createUpstreams } from "../../src/operations/upstream/upstreams.ts";
import { openStore, type Store } from "../../src/storage/store.ts";
import { openVault } from "../../src/vault/vault.ts";
import type { Dispatch } from "../../src/webhooks/deliver.ts";
import { createRequested } from "../../src/webhooks/requested.ts";
import { deliverNow } from "../../src/webhooks/ruled.ts";
import { parseSchedule } from "../../src/webhooks/schedule.ts";
import { start } from "../kit/clock.ts";
import { standardMethods } from "../kit/methods.ts";
import { type Actors, hangingShop, someActors } from "./actors.ts";
import { aChecker, Broken, type Checker } from "./check.ts";
import { faulty, type Hanging } from "./faults.ts";
import { aLife, type Life } from "./life.ts";
import { type Random, randomOf } from "./random.ts";
import { methodsOfUpstreams, someRoutes, someUpstreams, type Upstreams } from "./upstreams.ts";
import { paidWays } from "./ways.ts";

export type Outcome = {
  steps: number;
  hash: string;
  counts: Record<string, number>;
  /** How many charges were paid in each way. */
  paid: Record<string, number>;
};

/** Thrown if a simulation breaks an invariant or hits a defect. */
export class Failed extends Error {
  readonly step: number;
  /** The last lines of the transcript. */
  readonly transcript: readonly string[];

  constructor(step: number, transcript: readonly string[], cause: unknown) {
    super(cause instanceof Error ? cause.message || cause.constructor.name : String(cause), { cause });
    this.step = step;
    this.transcript = transcript;
  }
}

export type Options = {
  /** Called after every step. */
  each?: (step: number) => void;
  /** Steps to leave out. */
  without?: ReadonlySet<number>;
};

/** State of a running simulation; a crash replaces a process and keeps the rest. */
type Scene = {
  random: Random;
  store: Store;
  checker: Checker;
  actors: Actors;
  upstreams: Upstreams;
  note: (line: string) => void;
  now: number;
  /** Whether banks answer without faults. */
  banksAreWell: boolean;
  hanging: Hanging;
  /** Timers of the simulated clock. */
  alarms: Set<{ at: number; ring: () => void }>;
};

/** Probability per step of each act other than resuming parked work. */
const newWork = 0.3;
const crash = 0.003;
const tick = 0.08;
/** Probability of a check that hanging banks and hosts hold up nobody else. */
const look = 0.008;

/** Small limits of concurrent work, which hanging requests would soon use up. */
const places = { atABank: 4, deliveries: 4 };

/** Step of the first check of the whole database, repeated at each doubling; other steps check only the touched charges. */
const firstWholeCheck = 5_000;

/** Upper bound of resumptions until all work under way ends. */
const resumptionsMax = 500_000;

/** Days until everything is final: charges and authorizations last seven days, and so do the deliveries of the events that follow. */
const restDays = 20;
/** The day on which receivers recover: before, some deliveries are abandoned; after, none may stay due. */
const receiversRecoverOn = 17;
/** From this day on no clock stands still; one that is on its way for a dead process is asked again the next day. */
const clocksRunFrom = 2;

/**
 * Runs one gateway, or two on one store, against merchants, payers, banks and webhook receivers that all act at random, under a clock of its own, and lets
 * the processes die at any await. The same seed takes the same steps.
 *
 * @throws Failed as soon as an invariant does not hold
 */
export async function simulate(seed: number, steps: number, { each, without }: Options = {}): Promise<Outcome> {
  const random = randomOf(seed);
  const store = await openStore({ databaseUrl: null, folder: null, connectionsMax: 1, alone: false });
  const transcript: string[] = [];
  const hash = createHash("sha256");
  const note = (line: string): void => {
    hash.update(`${line}\n`);
    transcript.push(line);
    if (transcript.length > 400) transcript.splice(0, 200);
  };
  const hanging: Hanging = { banks: new Set(), references: new Set(), hosts: true };
  const upstreams = someUpstreams(
    random,
    () => scene.now,
    (probability) => !scene.banksAreWell && random.chance(probability),
  );
  const actors = someActors(random, note, () => scene.now, { hanging, upstreams });
  const checker = aChecker(store, note, actors.heard, { hanging, upstreams });
  const scene: Scene = {
    ...{ random, store, checker, actors, upstreams, note, hanging },
    now: start,
    banksAreWell: true, // until everybody is there
    alarms: new Set(),
  };
  let step = 0;
  let wholeCheckAt = firstWholeCheck;
  try {
    random.turnTo(0);
    const processes = [await aProcess(scene)];
    if (random.chance(0.5)) processes.push(await aProcess(scene));
    scene.banksAreWell = false;
    for (step = 1; step <= steps; step += 1) {
      if (without?.has(step)) continue;
      random.turnTo(step);
      await takeStep(scene, processes, step);
      await settled();
      await checker.touched();
      if (step === wholeCheckAt) {
        await checker.everything();
        wholeCheckAt *= 2;
      }
      each?.(step);
    }
    random.turnTo(0);
    await rest(scene, processes);
    await checker.everything();
    await checker.nothingOwed();
    const { gateway } = processes[0] as Process; // there is one at least
    await checker.reconciled({ ...gateway, upstreams: soundUpstreams(upstreams) });
    actors.check();
    const counts = { ...actors.counts(), ...upstreams.counts() };
    return { steps, hash: hash.digest("hex").slice(0, 16), counts, paid: await paidWays(store) };
  } catch (error) {
    throw new Failed(Math.min(step, steps), transcript, error);
  } finally {
    await store.close();
  }
}

async function takeStep(scene: Scene, processes: Process[], step: number): Promise<void> {
  const { random, actors, note } = scene;
  const at = random.below(processes.length);
  const process = processes[at] as Process; // the index is within the list
  if (random.chance(crash)) {
    note(`${step} process ${at + 1} dies with ${process.life.parked} things under way`);
    process.life.die();
    processes[at] = await aProcess(scene);
  } else if (random.chance(look)) {
    note(`${step} is anybody held up?`);
    await nobodyIsHeldUp(scene, processes);
  } else if (process.life.parked === 0 || random.chance(newWork)) {
    if (random.chance(tick)) await letTimePass(scene, processes, step);
    else actors.act(process.gateway, `${step} at process ${at + 1}:`);
  } else {
    process.life.resumeOne(random);
  }
}

type Process = { life: Life; gateway: Gateway; runDue: () => void };

/** Starts one run of the gateway on the committed data. */
async function aProcess(scene: Scene): Promise<Process> {
  const { random, store, actors, upstreams } = scene;
  const life = aLife();
  const alive = throughLife(store, life, scene.checker);
  const background = (work: () => Promise<unknown>): void => {
    void life.point().then(work).catch(actors.report);
  };
  const happens = (probability: number): boolean => !scene.banksAreWell && random.chance(probability);
  const hangs = (bank: string, reference: string): boolean =>
    !scene.banksAreWell && (scene.hanging.banks.has(bank) || scene.hanging.references.has(reference));
  const patience = (): Promise<void> => pause(minutes(1));
  const now = (): number => scene.now;
  const pause = async (ms: number, over?: AbortSignal): Promise<void> => {
    if (ms >= seconds(1)) await alarm(scene, ms, over);
    await life.point();
  };
  const vault = await openVault(alive, {
    key: Buffer.alloc(32, 7),
    previousKey: null,
    now,
    testNumbersMax: null,
    tell: () => {},
  });
  const makeId = idMaker(random.bits64);
  const randomText = (length: number) => Array.from({ length }, () => random.below(36).toString(36)).join("");
  const clocks = createClocks(store, now);
  await clocks.refresh();
  const rules = createRules(store, now);
  await rules.refresh();
  const banks = simulateBanks(everyBank, {
    memoryOf: (bank) => store.simulatedBank.memoryOf(bank, now),
    now,
    pause,
    randomText,
    acsUrl: () => "http://simulated/acs",
    keyOf: vault.keyring.walletKey,
    rules: createBankRules({ store, methods: standardMethods, rules, clock: clocks, now }),
  });
  const reached = createUpstreams(upstreams.all, {
    addresses: upstreams.addresses,
    send: upstreams.send(life, background),
    now,
    watched: (name, bank) => upstreams.line(name, bank, life, background),
  });
  const gateway: Gateway = {
    store: alive,
    methods: standardMethods,
    banks: everyBank,
    vault,
    now,
    clock: clocks,
    rules,
    shadows: createShadows({ store, vault, now, open: nobodyMirrors, report: actors.report }),
    play: (begun) => clockwork.play(begun),
    pause,
    newId: (kind, livemode) => makeId(kind, livemode, scene.now),
    newPageId: pageIdMaker(random.bits64),
    randomText,
    simulation: {
      ...banks,
      connectors: faulty(banks.connectors, life, { happens, later: background, hangs: () => false, patience }),
    },
    simulators: true,
    upstreams: reached,
    live: { enforced: false, checks: [] },
    takesLiveCards: true,
    liveConnectors: () => ({ banks: {} }),
    nearbyUrl: () => null,
    publicUrl: () => "http://simulated",
    serialize: serializer(() => "http://simulated", standardMethods, { banks: everyBank, upstreams: reached }),
    webhookUrl: null,
    note: async () => {},
    seller: { name: "Operator", address: null, taxId: null },
    codesRequired: false,
    wakeDeliveries: (due) => clockwork.wake(due),
    webhooks: {
      waits: { delays: [], giveUpAfter: 0 },
      check: () => [],
      post: nobodyAsks,
      sendNow: (account, deliveries) => deliverNow(dispatch, account, deliveries),
      resend: nobodyAsks,
      takeUpAgain: nobodyAsks,
    },
    requestLog: null,
    feed: createFeed({ store, now, codesRequired: false }, clocks, () => () => {}),
    takers: createQueue(),
    undecided: bounded(10_000),
    health: createHealth(now),
  };
  if ((await store.account.all()).length === 0)
    await populate({ ...gateway, store, upstreams: soundUpstreams(upstreams) }, actors, { random, upstreams });
  const schedule = parseSchedule("1m,5m,1h until 7d");
  if (typeof schedule === "string") throw new Error(schedule);
  const dispatch: Dispatch = {
    store: alive,
    outbound: {
      post: (request) =>
        actors.receive(
          life,
          request,
          (event) => clocks.of(scene.checker.ownerOf(event)),
          () => pause(seconds(10)),
        ),
      close: async () => {},
    },
    now,
    clock: clocks,
    rules,
    requested: createRequested(),
    random: () => random.below(1_000) / 1_000,
    newAttemptId: (livemode) => gateway.newId("delivery", livemode),
    told: () => {},
    schedule,
    bodyOf: webhookBody,
    secretsOf: async (id) => {
      const account = await store.account.get(id);
      return account ? [webhookSecretOf(gateway, account)] : [];
    },
  };
  const connectorsOfClock = faulty(banks.connectors, life, { happens, later: background, hangs, patience });
  const clocked: Gateway = { ...gateway, simulation: { ...gateway.simulation, connectors: connectorsOfClock } };
  const clockwork = createClockwork(clocked, dispatch, () => () => {}, actors.report, { places });
  return { life, gateway, runDue: () => void clockwork.runDue().catch(actors.report) };
}

/** The way to upstreams of who sets the simulation up: without a life, and so without troubles. */
const soundUpstreams = ({ all, addresses, send }: Upstreams): Gateway["upstreams"] =>
  createUpstreams(all, { addresses, send: send(endless, () => {}), now: () => 0, watched: (_name, bank) => bank });

const endless: Life = { ...aLife(), point: async () => {} };

async function populate(
  gateway: Gateway,
  actors: Actors,
  { random, upstreams }: { random: Random; upstreams: Upstreams },
): Promise<void> {
  for (const [name, country, zeroInterestInstallments, host] of [
    ["First Shop", "TH", false, "receiver.example"],
    ["Second Shop", "TH", true, "receiver.example"],
    ["Shop in Japan", "JP", false, "receiver.example"],
    ["Shop in Singapore", "SG", true, "receiver.example"],
    ["Shop in Malaysia", "MY", false, "receiver.example"],
    [hangingShop, "TH", false, "hangs.example"],
  ] as const) {
    const { test, live } = await createMerchant(gateway, { name, country, email: "owner@example.com" }, () =>
      Buffer.alloc(32, 9).toString("base64"),
    );
    const own = { zeroInterestInstallments, webhookUri: `http://${host}/`, chainEnabled: true };
    const account = { ...test.account, ...own, version: 2 };
    await gateway.store.save({ update: { accounts: [account] } });
    actors.meet(account);
    if (name === "First Shop")
      actors.meet(
        await inLiveMode(gateway, { ...live.account, webhookUri: own.webhookUri }, someRoutes(random), upstreams),
      );
  }
}

/** A live account with the methods of all upstreams, which it is connected to, and routes to them. */
async function inLiveMode(
  gateway: Gateway,
  live: Account,
  routes: readonly Route[],
  { credentialsOf }: Pick<Upstreams, "credentialsOf">,
): Promise<Account> {
  await changeAccount(gateway, live.id, (current) =>
    methodsOfUpstreams.reduce(
      (account, type) => {
        const method = gateway.methods.of(type);
        const asked = requestMethod(account, method, method.terms.version, gateway.now());
        return { ...approveMethod(asked, method, gateway.now()), version: current.version + 1 };
      },
      { ...current, webhookUri: live.webhookUri },
    ),
  );
  for (const { name } of gateway.upstreams.all) await connect(gateway, live, name, credentialsOf(name));
  const connected = await gateway.store.account.get(live.id);
  if (!connected) throw new Broken("the live account has vanished");
  return setRoutes(gateway, connected, routes);
}

/** Resolves after `ms` of simulated time; never if `over` is aborted before. */
function alarm(scene: Scene, ms: number, over?: AbortSignal): Promise<void> {
  return new Promise((ring) => {
    const set = { at: scene.now + ms, ring };
    scene.alarms.add(set);
    over?.addEventListener("abort", () => scene.alarms.delete(set));
  });
}

/** The store of one run: the process may die just before or just after each commit. */
function throughLife(store: Store, life: Life, checker: Checker): Store {
  return {
    ...store,
    simulatedBank: { ...store.simulatedBank, forgetBefore: async () => {} }, // the banks' records are compared at the end
    save: async (changes) => {
      // a clock that stands at a moment which is long over when it is written would be seen to run backwards: no process takes minutes for that
      if (!changes.insert?.clocks && !changes.update?.clocks) await life.point();
      const saved = await store.save(changes);
      if (saved.saved) checker.saved(changes);
      await life.point();
      return saved;
    },
  };
}

/** Runs all runnable work at the current time, then checks that only rows that wait for a hanging bank or host are due. */
async function nobodyIsHeldUp(scene: Scene, processes: readonly Process[]): Promise<void> {
  await drain(scene, processes);
  for (const process of processes) process.runDue();
  await settled();
  await drain(scene, processes);
  await scene.checker.nobodyHeldUp((account) =>
    Math.min(...processes.map(({ gateway }) => gateway.clock.dueUntil(account))),
  );
}

/** Advances the clock. Before a whole day passes, all work under way ends first, since no request lasts a day. */
async function letTimePass(scene: Scene, processes: readonly Process[], step: number): Promise<void> {
  const { random } = scene;
  const passed = random.pick([seconds(1), seconds(30), minutes(1), minutes(5), minutes(11), days(1)]);
  if (passed >= seconds(30) && random.chance(0.5)) scene.hanging.banks.clear(); // their callers have given up by then
  if (passed === days(1)) await endWork(scene, processes);
  scene.note(`${step} ${passed / 1_000} seconds pass`);
  pass(scene, passed);
  for (const { gateway } of processes) await gateway.clock.refresh(); // as at every tick, of which many have passed
  for (const process of processes) process.runDue();
}

/** Longer than any request, its banks' time limits included. */
const requestsLast = minutes(3);

/** Lets all requests under way end, also those that wait for a time limit or for their turn at an upstream. The clock's work may begin again meanwhile. */
async function endWork(scene: Scene, processes: readonly Process[]): Promise<void> {
  const until = scene.now + requestsLast;
  await drain(scene, processes);
  for (let next = nextAlarm(scene); next <= until; next = nextAlarm(scene)) {
    pass(scene, Math.max(0, next - scene.now));
    await settled();
    await drain(scene, processes);
  }
}

const nextAlarm = ({ alarms }: Scene): number => Math.min(...[...alarms].map(({ at }) => at));

function pass(scene: Scene, ms: number): void {
  scene.now += ms;
  for (const set of [...scene.alarms].filter(({ at }) => at <= scene.now)) {
    scene.alarms.delete(set);
    set.ring();
  }
}

/** Ends the simulation: banks and later receivers recover, and time passes until everything is final. */
async function rest(scene: Scene, processes: readonly Process[]): Promise<void> {
  scene.note("banks are well again, and time passes until nothing is owed");
  scene.banksAreWell = true;
  scene.hanging.hosts = false;
  for (let day = 1; day <= restDays; day += 1) {
    if (day === receiversRecoverOn) scene.actors.recover();
    await endWork(scene, processes);
    if (day === 1) {
      scene.actors.connectAgain((processes[0] as Process).gateway); // there is one at least
      await settled();
      await endWork(scene, processes);
    }
    pass(scene, days(1));
    for (const { gateway } of processes) await gateway.clock.refresh();
    for (const process of processes) process.runDue();
    await settled();
    if (day >= clocksRunFrom) scene.actors.letClocksRun((processes[0] as Process).gateway); // there is one at least
  }
  await endWork(scene, processes);
  await scene.checker.touched();
}

async function drain(scene: Scene, processes: readonly Process[]): Promise<void> {
  for (let count = 0; processes.some(({ life }) => life.resumeOne(scene.random)); count += 1) {
    if (count > resumptionsMax) throw new Broken("what is under way does not come to an end");
    await settled();
  }
}

/** Event-loop turns to wait: more than the longest chain of writes without a `point` (clean-up, then the lease of a delivery). */
const turns = 16;

/** Waits until all runnable promises have run: the embedded engine commits in the next turn of the event loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Stubs: the simulation has no dashboard. */
const nobodyMirrors = (): never => {
  throw new Error("no account has a shadow");
};

const nobodyAsks = (): Promise<never> => Promise.reject(new Error("nobody asks for this"));

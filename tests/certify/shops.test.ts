import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cases, tasksOf } from "../../src/commands/certify/cases.ts";
import { openGround } from "../../src/commands/certify/ground.ts";
import { type Plan, readPlan } from "../../src/commands/certify/plan.ts";
import { attempt, type Verdict } from "../../src/commands/certify/run.ts";
import { freePort } from "../examples/merchant.ts";
import { aGateway } from "../kit/gateway.ts";

const file = join(import.meta.dirname, "shop.json");

type Options = {
  /** What is wrong with the shop, with commas between. */
  faults?: string;
  only?: readonly string[];
  change?: (plan: Plan) => Plan;
  reached?: { url: string; key: string };
};

/** A shop in a process of its own is tried, by a gateway of this one. */
async function tried({ faults = "", only = [], change = (plan) => plan, reached }: Options) {
  const plan = change(await readPlan(file, Object.keys(cases)));
  const environment = { ...plan.shop.environment, FAULTS: faults };
  const { ground, close } = await openGround({ ...plan, shop: { ...plan.shop, environment } }, reached ?? {});
  const verdicts: Verdict[] = [];
  try {
    for (const task of tasksOf(plan, only))
      if (task.skipped === null) verdicts.push((await attempt(ground, task)).verdict);
  } finally {
    await close();
  }
  const named = (outcome: Verdict["outcome"]) =>
    verdicts.filter((each) => each.outcome === outcome).map(({ name }) => name);
  return { verdicts, failed: named("failed"), passed: named("passed") };
}

/** What was broken in a case. */
const broken = (verdicts: readonly Verdict[], name: string): string[] =>
  verdicts
    .filter((each) => each.name === name)
    .flatMap(({ lines }) => lines.flatMap((line) => (line.broken === null ? [] : [`${line.says}: ${line.broken}`])));

test("a shop that trusts the page to which payers come back fails where payers come back without having paid", async () => {
  const { failed, verdicts } = await tried({ faults: "trusts the return page" });
  // after a payment that is believed there is no second one to begin, so the last two end early
  expect(failed).toEqual(["unpaid", "return-forged", "failed-late", "failure-late", "expired-then-paid"]);
  expect(broken(verdicts, "unpaid")).toEqual([
    'the order is not paid: its state is "paid"',
    "nothing is fulfilled: it was fulfilled once",
    'the payer\'s page answers, and does not say that the order is paid: it says "Thank you!"',
  ]);
});

test("a shop that ships whenever it hears of a paid charge fails where it hears of one twice", async () => {
  const { failed, verdicts } = await tried({ faults: "ships each time" });
  expect(failed).toEqual([
    ...["late", "early", "twice", "crowd", "reordered"],
    ...["refunded", "refunded-in-part", "refund-fails", "card"],
  ]);
  expect(broken(verdicts, "twice")).toEqual(["it is fulfilled once: it was fulfilled 2 times"]);
});

test("a shop that believes whatever is posted fails where events are not the gateway's", async () => {
  const { failed, verdicts } = await tried({ faults: "believes forged events" });
  expect(failed).toEqual(["forged", "unsigned", "tampered"]);
  expect(broken(verdicts, "forged")).toEqual([
    'the order is not paid: its state is "paid"',
    "nothing is fulfilled: it was fulfilled once",
  ]);
});

test.each([
  {
    faults: ["waits for the webhook", "does not compare amounts", "takes what it cannot check", "knows few events"],
    found: {
      lost: 'the order is paid: its state is "pending"',
      "other-amount": 'the order is not paid: its state is "paid"',
      "other-currency": 'the order is not paid: its state is "paid"',
      "gateway-down": 'the order is paid: its state is "pending"',
      "unknown-event": expect.stringContaining("novelty.create was answered 400"),
    },
  },
  {
    faults: ["believes the last word", "forgets refunds"],
    found: {
      reordered: 'the order is paid: its state is "pending"',
      refunded: 'the order is refunded: its state is "paid"',
    },
  },
])("each fault of a shop fails the case that is about it: $faults", async ({ faults, found }) => {
  const names = Object.keys(found);
  const only = ["paid", "card-declined", ...names];
  const { failed, passed, verdicts } = await tried({ faults: faults.join(), only });
  expect({ failed, passed }).toEqual({ failed: names, passed: ["paid", "paid:promptpay", "card-declined"] });
  for (const [name, said] of Object.entries(found)) expect(broken(verdicts, name), name).toContainEqual(said);
});

test("a card is enough: payers of a shop that takes nothing else are waited for where they authenticate", async () => {
  const { failed, passed } = await tried({
    only: ["late", "failed", "card", "sent-twice"],
    change: ({ order = [], ...plan }) => ({ ...plan, methods: ["card"], pay: [...order, ...plan.pay] }),
  });
  expect({ failed, passed }).toEqual({ failed: [], passed: ["late", "failed", "card"] }); // without `order` nothing is sent twice
});

test("a shop that runs already is tried by the account that it has, whose endpoint is put back", async () => {
  const gateway = await aGateway();
  const { secretKey: key, publicUrl: url } = gateway;
  const { json: tools } = await gateway.call("POST", "/test/tools");
  const before = "http://localhost:1/webhooks";
  await gateway.call("PATCH", "/account", { body: { webhook_uri: before } });
  const [port, api] = [await freePort(), await freePort()];
  const child = spawn(process.execPath, [join(import.meta.dirname, "shop.mjs")], {
    env: {
      PORT: String(port),
      CHAMRA_URL: `http://localhost:${api}`,
      OMISE_SECRET_KEY: key,
      OMISE_WEBHOOK_SECRET: tools.webhook_secret,
    },
    stdio: "ignore",
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await expect.poll(() => fetch(`http://localhost:${port}/`).catch(() => null)).toBeTruthy();
  const { failed, passed } = await tried({
    only: ["no-return", "forged"],
    change: (plan) => ({ ...plan, shop: { url: `http://localhost:${port}`, api_port: api } }),
    reached: { url, key },
  });
  expect({ failed, passed }).toEqual({ failed: [], passed: ["no-return", "forged"] });
  expect((await gateway.call("GET", "/account")).json.webhook_uri).toBe(before);
});

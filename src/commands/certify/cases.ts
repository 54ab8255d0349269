import { setTimeout as pause } from "node:timers/promises";
import type { Json } from "../client.ts";
import {
  fulfilledOnce,
  fulfilledTwiceNever,
  isFailed,
  isNotRefunded,
  isPaid,
  isRefunded,
  ledToPay,
  nothingFulfilled,
  notPaid,
  onePayment,
  pageDoesNotSay,
  pageSays,
  taken,
} from "./holds.ts";
import type { Plan } from "./plan.ts";
import { type Fault, refusal } from "./relay.ts";
import { type Hold, isTaken, type Step, type Trial, Trouble } from "./trial.ts";

/** Reason why a case cannot be tried with what is there. */
export class Untried extends Error {}

export type Case = {
  /** What happens, in a sentence. */
  says: string;
  /** The payer pays by card, and the bank decides at once; `refundable`: by card if the shop takes any, since not every method can be refunded. */
  by?: "card" | "refundable";
  /** What the card ends in, if it is not paid. */
  card?: string;
  /** What the merchant's file must say for it. */
  needs?: "order" | "refund";
  /** Tried with each method of the file. */
  ofEachMethod?: true;
  script: readonly (Step | Hold)[];
};

const does = (what: string, run: (trial: Trial) => Promise<void>): Step => ({ does: what, run });

const createsCharge = (method: string, path: string): boolean => method === "POST" && path === "/charges";

// Steps.

const orders = does("the payer orders, and begins to pay", async (trial) => {
  await trial.order();
  await trial.pay();
  await trial.deliver(await trial.webhook("charge.create"));
});
const ordersQuietly = does("the payer orders, and begins to pay; no webhook has come yet", async (trial) => {
  await trial.order();
  await trial.pay();
});
const paysAgain = does("the payer begins to pay again", async (trial) => {
  await trial.pay();
  await trial.deliver(await trial.webhook("charge.create"));
});
const pays = does("the payer pays at the bank", (trial) => trial.decide("successful"));
const fails = does("the bank declines", async (trial) => trial.decide(await trial.failure()));
const hasPaid = does("the payer orders and pays", async (trial) => {
  await orders.run(trial);
  if ((await trial.charge()).status === "pending") {
    await pays.run(trial);
    await told.run(trial);
  }
  if (!(await trial.charge()).refundable) throw new Untried(`a payment by ${trial.method} cannot be refunded`);
});
const told = does("the webhook `charge.complete` comes", async (trial) =>
  trial.deliver(await trial.webhook("charge.complete")),
);
const comesBack = does("the payer comes back", (trial) => trial.comeBack());
const runsOut = does("the time to pay runs out", async (trial) => {
  const { expires_at: expiresAt } = await trial.charge();
  const after = new Date(Date.parse(expiresAt) + 1_000).toISOString();
  await trial.ground.client.call("POST", "/test/clock", { to: after });
});
const toldOfExpiry = (at: number) =>
  does("the webhooks of its expiry come", async (trial) => {
    await trial.deliver(await trial.webhook("charge.expire", at), await trial.webhook("charge.complete", at));
  });

const paid = [isPaid, fulfilledOnce, taken] as const;
const unpaid = [notPaid, nothingFulfilled] as const;

/** Every case, in the order in which they are tried: those that move the account's clock come last. */
export const cases: Readonly<Record<string, Case>> = {
  paid: {
    says: "The payer pays, and comes back after the webhook.",
    ofEachMethod: true,
    script: [orders, ledToPay, pays, told, isPaid, comesBack, ...paid, pageSays("paid")],
  },
  "no-return": {
    says: "The payer pays, and never comes back.",
    script: [orders, pays, told, ...paid],
  },
  late: {
    says: "The payer is back before the webhook.",
    script: [orders, pays, comesBack, pageDoesNotSay("failed"), told, ...paid],
  },
  lost: {
    says: "The webhook never comes, and the payer is back.",
    script: [ordersQuietly, pays, comesBack, pageDoesNotSay("failed"), isPaid, fulfilledOnce],
  },
  early: {
    says: "The webhooks come before the answer that creates the charge.",
    script: [
      does(
        "the payer pays, and the webhooks come, while the shop waits for the gateway's answer; those that it did not take are sent again",
        webhooksFirst,
      ),
      ...paid,
    ],
  },
  twice: {
    says: "The webhook comes twice.",
    script: [orders, pays, told, told, comesBack, ...paid],
  },
  crowd: {
    says: "Five copies of the webhook and three returns of the payer come at once.",
    script: [
      orders,
      pays,
      does("all of them come at once", async (trial) => {
        const webhook = await trial.webhook("charge.complete");
        const copies = Array.from({ length: 5 }, () => trial.deliver(webhook));
        await Promise.all([...copies, ...Array.from({ length: 3 }, () => trial.comeBack())]);
      }),
      ...paid,
      comesBack,
      pageSays("paid"),
    ],
  },
  reordered: {
    says: "`charge.create`, in which the charge is pending, comes after `charge.complete`.",
    script: [
      ordersQuietly,
      pays,
      told,
      isPaid,
      does("the webhook `charge.create` comes", async (trial) => trial.deliver(await trial.webhook("charge.create"))),
      ...paid,
    ],
  },
  forged: {
    says: "A stranger signs an event that says the order is paid.",
    script: [
      orders,
      does("the forged event comes", async (trial) => {
        const body = await claimOf(trial);
        await trial.post("charge.complete, forged", body, trial.signed(body, strangersSecret));
      }),
      ...unpaid,
    ],
  },
  unsigned: {
    says: "An event without a signature says that the order is paid.",
    script: [
      orders,
      does("the unsigned event comes", async (trial) => {
        await trial.post("charge.complete, unsigned", await claimOf(trial), {});
      }),
      ...unpaid,
    ],
  },
  tampered: {
    says: "A genuine event is changed on its way, and says that the order is paid.",
    script: [
      orders,
      does("the changed event comes", async (trial) => {
        const { body } = await trial.webhook("charge.create");
        await trial.post("charge.complete, changed on its way", await claimOf(trial), trial.signed(body));
      }),
      ...unpaid,
    ],
  },
  replayed: {
    says: "A copy of the event that was signed an hour ago comes after it.",
    script: [
      orders,
      pays,
      told,
      isPaid,
      does("the copy comes", async (trial) => {
        const { body } = await trial.webhook("charge.complete");
        await trial.post("charge.complete, signed an hour ago", body, trial.signed(body, undefined, 3_600));
      }),
      ...paid,
    ],
  },
  unpaid: {
    says: "The payer opens the page to which payers come back, without having paid.",
    script: [orders, comesBack, ...unpaid, pageDoesNotSay("paid")],
  },
  "return-forged": {
    says: "The payer did not pay, and writes into the address of that page that they have.",
    script: [
      orders,
      does("the payer opens the page with `status=successful` and the like", (trial) =>
        trial.comeBack({ status: "successful", paid: "true", result: "success", omise_status: "successful" }),
      ),
      ...unpaid,
      pageDoesNotSay("paid"),
    ],
  },
  "other-amount": {
    says: "Another charge with the order's metadata is paid, for a smaller amount.",
    script: [
      orders,
      does("the webhook of the smaller charge comes", (trial) =>
        strangeCharge(trial, ({ currency }) => ({ amount: 2_000, currency })),
      ),
      ...unpaid,
      taken,
    ],
  },
  "other-currency": {
    says: "Another charge with the order's metadata is paid, for the same number in another currency.",
    script: [
      orders,
      does("the webhook of that charge comes", (trial) =>
        strangeCharge(trial, ({ amount, currency }) => ({ amount, currency: currency === "USD" ? "THB" : "USD" })),
      ),
      ...unpaid,
      taken,
    ],
  },
  failed: {
    says: "The bank declines, and the payer comes back after the webhook.",
    ofEachMethod: true,
    script: [orders, fails, told, isFailed, comesBack, nothingFulfilled, taken, pageSays("failed")],
  },
  "failed-late": {
    says: "The bank declines, and the payer is back before the webhook.",
    script: [orders, fails, comesBack, pageDoesNotSay("paid"), told, isFailed, nothingFulfilled, taken],
  },
  "second-attempt": {
    says: "The bank declines; the payer tries again, and pays.",
    needs: "order",
    script: [orders, fails, told, comesBack, paysAgain, pays, told, comesBack, ...paid],
  },
  "failure-late": {
    says: "The bank declines; the payer tries again and pays; then comes the webhook of the first attempt.",
    needs: "order",
    script: [
      orders,
      fails,
      comesBack,
      paysAgain,
      pays,
      told,
      isPaid,
      does("the webhook of the failure comes", async (trial) =>
        trial.deliver(await trial.webhook("charge.complete", 0)),
      ),
      ...paid,
    ],
  },
  "two-attempts": {
    says: "The payer begins a second payment while the first is open, and tries to pay both.",
    needs: "order",
    script: [orders, paysAgain, does("the payer pays whatever can be paid", payAll), ...paid, onePayment],
  },
  "sent-twice": {
    says: "The gateway is slow, and the payer sends the form a second time meanwhile.",
    needs: "order",
    script: [
      does("the payer orders, and sends the same form twice", sendTwice),
      does("the payer pays whatever can be paid", payAll),
      ...paid,
      onePayment,
    ],
  },
  "answer-lost": {
    says: "The card is charged, and the gateway's answer is lost on its way to the shop.",
    by: "card",
    script: [
      does("the payer orders and pays; the answer is lost", async (trial) => {
        trial.ground.relay.faults = [{ fits: createsCharge, play: async (forward) => forward().then(() => null) }];
        await trial.order();
        await trial.submit();
        trial.ground.relay.faults = [];
      }),
      does("the webhook comes", async (trial) => trial.deliver(await trial.webhook("charge.create"))),
      ...paid,
    ],
  },
  "gateway-down": {
    says: "The gateway cannot be asked when the webhook comes.",
    script: [
      orders,
      pays,
      does(
        "it comes while each request of the shop is answered with 500, and again if it was not taken",
        async (trial) => {
          const { body } = await trial.webhook("charge.complete");
          const refused = Promise.withResolvers<void>();
          const play = async () => {
            refused.resolve();
            return down;
          };
          trial.ground.relay.faults = [{ fits: () => true, play }];
          const status = await trial.post("charge.complete", body, trial.signed(body));
          await Promise.race([refused.promise, pause(1_000)]); // a shop may ask after its own answer
          trial.ground.relay.faults = [];
          if (!isTaken(status)) await trial.deliver(await trial.webhook("charge.complete"));
        },
      ),
      ...paid,
    ],
  },
  refunded: {
    says: "The merchant returns the money from the dashboard.",
    by: "refundable",
    script: [
      hasPaid,
      isPaid,
      does("the refund is made, and its webhook comes", (trial) => refund(trial, ({ amount }) => amount)),
      isRefunded,
      fulfilledTwiceNever,
      taken,
    ],
  },
  "refunded-in-part": {
    says: "The merchant returns a small part of the money from the dashboard.",
    by: "refundable",
    script: [
      hasPaid,
      isPaid,
      does("the refund is made, and its webhook comes", (trial) => refund(trial, () => 2_000)),
      isNotRefunded,
      fulfilledTwiceNever,
      taken,
    ],
  },
  "own-refund": {
    says: "The shop returns the money by itself.",
    needs: "refund",
    by: "refundable",
    script: [
      hasPaid,
      isPaid,
      does("the shop refunds, and the webhook comes", async (trial) => {
        await refundByShop(trial);
        await trial.deliver(await trial.webhook("refund.create"));
      }),
      isRefunded,
      taken,
    ],
  },
  "refund-fails": {
    says: "The gateway refuses the shop's refund.",
    needs: "refund",
    by: "refundable",
    script: [
      hasPaid,
      isPaid,
      does("the shop refunds, and is refused", async (trial) => {
        trial.ground.relay.faults = [refusesRefunds];
        await refundByShop(trial);
        trial.ground.relay.faults = [];
      }),
      isNotRefunded,
      fulfilledTwiceNever,
    ],
  },
  card: {
    says: "A card is charged at once: there is no page to go to and no `charge.complete`.",
    by: "card",
    script: [orders, comesBack, ...paid, onePayment],
  },
  "card-declined": {
    says: "A card is declined at once.",
    by: "card",
    card: "insufficient_fund",
    script: [orders, isFailed, nothingFulfilled, taken],
  },
  "unknown-event": {
    says: "An event comes whose key and object the shop does not know.",
    script: [
      orders,
      does("it comes", async (trial) => {
        const data = { object: "novelty", id: "nvlt_test_5xuy4w91xqz7d1w9u0t" };
        const body = JSON.stringify({ ...(await eventOf(trial)), key: "novelty.create", data });
        await trial.deliver({ key: "novelty.create", about: [], headers: {}, body: Buffer.from(body) });
      }),
      taken,
      ...unpaid,
      pays,
      told,
      ...paid,
    ],
  },
  "other-charge": {
    says: "Webhooks come of a charge that the shop did not make.",
    script: [
      orders,
      does("they come", (trial) => strangeCharge(trial, ({ amount, currency }) => ({ amount, currency }), false)),
      taken,
      ...unpaid,
    ],
  },
  "other-object": {
    says: "Webhooks come of a customer and of a payment link.",
    script: [
      orders,
      does("they come", async (trial) => {
        const { client, post } = trial.ground;
        const { id: customer } = await client.call("POST", "/customers", { email: "somchai.prasert@example.com" });
        const link = await client.call("POST", "/links", {
          amount: 150_000,
          currency: "THB",
          title: "Bowls",
          description: "Two",
        });
        await trial.deliver(await post.next("customer.create", customer), await post.next("link.create", link.id));
      }),
      taken,
      ...unpaid,
    ],
  },
  expired: {
    says: "Nobody pays, until the time to pay is over.",
    script: [orders, runsOut, toldOfExpiry(-1), isFailed, nothingFulfilled, taken],
  },
  "expired-then-paid": {
    says: "The time to pay runs out; the payer begins again and pays; then come the webhooks of the expiry.",
    needs: "order",
    script: [orders, runsOut, comesBack, paysAgain, pays, told, isPaid, toldOfExpiry(0), ...paid],
  },
};

const strangersSecret = "YSBzdHJhbmdlcidzIHNlY3JldCwgd2hpY2ggc2lnbnMgbm90aGluZw==";

const down = refusal(500, "internal_error", "the gateway is down: this answer is made by chamra certify");

const refusesRefunds: Fault = {
  fits: (method, path) => method === "POST" && /^\/charges\/\w+\/refunds$/.test(path),
  play: async () => refusal(400, "failed_refund", "charge was not able to be refunded"),
};

/** The event that the charge was created. */
async function eventOf(trial: Trial): Promise<Json> {
  const { body } = await trial.webhook("charge.create");
  return JSON.parse(body.toString("utf8"));
}

/** An event of the order's charge that claims what is not so. */
async function claimOf(trial: Trial): Promise<string> {
  const { data, ...event } = await eventOf(trial);
  const paidAt = data.created_at;
  const claim = { ...data, status: "successful", paid: true, authorized: true, captured: true, paid_at: paidAt };
  return JSON.stringify({ ...event, id: event.id.replace(/.{4}$/, "0000"), key: "charge.complete", data: claim });
}

/** Holds the answer that creates the charge until the payer has paid and both webhooks were tried. */
async function webhooksFirst(trial: Trial): Promise<void> {
  const { relay } = trial.ground;
  const made = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  relay.faults = [
    {
      fits: createsCharge,
      play: async (forward) => {
        const answer = await forward();
        made.resolve();
        await released.promise;
        return answer;
      },
    },
  ];
  await trial.order();
  const paying = trial.pay();
  const early = [];
  try {
    await Promise.race([made.promise, paying]);
    await trial.decide("successful");
    for (const key of ["charge.create", "charge.complete"]) {
      const webhook = await trial.webhook(key);
      // a shop that locks the order while it waits may answer later, so this limit is shorter than the gateway's
      const status = await trial.post(`${key}, before the answer`, webhook.body, trial.signed(webhook.body), 3_000);
      if (!isTaken(status)) early.push(webhook);
    }
  } finally {
    relay.faults = [];
    released.resolve();
    await paying;
  }
  await trial.deliver(...early);
}

/** Sends the same form twice, while the first answer of the gateway waits for a second request, or for a second. */
async function sendTwice(trial: Trial): Promise<void> {
  const { relay } = trial.ground;
  const second = Promise.withResolvers<void>();
  let requests = 0;
  relay.faults = [
    {
      fits: createsCharge,
      play: async (forward) => {
        requests += 1;
        if (requests > 1) second.resolve();
        const answer = await forward();
        await Promise.race([second.promise, pause(1_000)]);
        return answer;
      },
    },
  ];
  await trial.order();
  const tools = await trial.tools();
  await Promise.all([trial.submit(tools), trial.submit(tools)]);
  relay.faults = [];
  if (trial.charges.length === 0) throw new Trouble("the shop made no charge");
}

/** Pays each charge that can still be paid, and tells of each that is. */
async function payAll(trial: Trial): Promise<void> {
  const { client, post } = trial.ground;
  for (const { id } of [...trial.charges]) {
    const { status } = await client.call("GET", `/charges/${id}`);
    if (status !== "pending") continue;
    await client.call("POST", `/test/charges/${id}/pay`, { outcome: "successful" });
    await trial.deliver(await post.next("charge.complete", id));
  }
}

/** A charge by card that is not the shop's. @param sameOrder whether it carries the order's metadata and description */
async function strangeCharge(
  trial: Trial,
  priced: (charge: Json) => { amount: number; currency: string },
  sameOrder = true,
): Promise<void> {
  const { client, post } = trial.ground;
  const charge = await trial.charge();
  const { metadata, description } = charge;
  const asked = {
    ...priced(charge),
    card: await trial.token(),
    ...(sameOrder ? { metadata, description } : { description: "At another till" }),
  };
  const made = await client.call("POST", "/charges", asked).catch((error: Error) => {
    throw new Untried(`the gateway makes no such charge: ${error.message}`);
  });
  await trial.deliver(await post.next("charge.create", made.id));
}

async function refund(trial: Trial, part: (charge: Json) => number): Promise<void> {
  const { client, post } = trial.ground;
  const charge = await trial.charge();
  const made = await client.call("POST", `/charges/${charge.id}/refunds`, { amount: part(charge) });
  await trial.deliver(await post.next("refund.create", made.id));
}

async function refundByShop(trial: Trial): Promise<void> {
  for (const request of trial.ground.plan.refund ?? []) await trial.ask(request);
}

/** One case with one method. */
export type Task = { name: string; case: Case; method: string };

/** What is tried by a merchant's file, or the reason why a case is not. */
export function tasksOf(plan: Plan, only: readonly string[]): (Task & { skipped: string | null })[] {
  const waiting = plan.methods.filter((method) => method !== "card");
  const [main = "card", ...others] = waiting;
  return Object.entries(cases)
    .filter(([name]) => only.length === 0 || only.includes(name))
    .flatMap(([name, each]) => {
      const method = each.by === "card" || (each.by && plan.methods.includes("card")) ? "card" : main;
      const one = { name, case: each, method };
      const more = each.ofEachMethod
        ? others.map((other) => ({ name: `${name}:${other}`, case: each, method: other }))
        : [];
      return [one, ...more];
    })
    .map((task) => ({ ...task, skipped: plan.skip[task.name] ?? missing(plan, task.case) }));
}

function missing(plan: Plan, { needs, by }: Case): string | null {
  if (by === "card" && !plan.methods.includes("card")) return "`methods` has no card";
  if (needs === "order" && !plan.order) return "the file has no `order`, so an order cannot be paid twice";
  if (needs === "refund" && !plan.refund) return "the file has no `refund`";
  return null;
}

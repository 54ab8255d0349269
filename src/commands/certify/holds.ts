import { setTimeout as pause } from "node:timers/promises";
import type { OrderState } from "./plan.ts";
import type { Hold, Trial } from "./trial.ts";

/** Pause between two looks at the shop. */
const lookAgainMs = 50;

const must = (what: string, broken: (trial: Trial) => Promise<string | null>): Hold => ({ must: what, broken });

/** Looks until nothing is wrong any more, or the time is over that the file gives the shop. */
async function inTime(trial: Trial, look: () => Promise<string | null>): Promise<string | null> {
  const until = performance.now() + trial.ground.plan.withinMs;
  for (;;) {
    const wrong = await look();
    if (wrong === null || performance.now() >= until) return wrong;
    await pause(lookAgainMs);
  }
}

/** Looks once, after the time that the file gives a shop which works on after its answer. */
async function afterwards(trial: Trial, look: () => Promise<string | null>): Promise<string | null> {
  const { settlesMs } = trial.ground.plan;
  if (settlesMs > 0) await pause(settlesMs);
  return look();
}

const becomes = (state: OrderState, what: string): Hold =>
  must(what, (trial) =>
    inTime(trial, async () => {
      const { word, means } = await trial.state();
      return means.has(state) ? null : `its state is ${word}`;
    }),
  );

const isNever = (states: readonly OrderState[], what: string): Hold =>
  must(what, (trial) =>
    afterwards(trial, async () => {
      const { word, means } = await trial.state();
      return states.some((state) => means.has(state)) ? `its state is ${word}` : null;
    }),
  );

export const isPaid = becomes("paid", "the order is paid");
export const isFailed = becomes("failed", "the order has failed");
export const notPaid = isNever(["paid", "refunded"], "the order is not paid");
export const isNotRefunded = isNever(["refunded"], "the order is not refunded");

const refunded = becomes("refunded", "the order is refunded");
export const isRefunded: Hold = {
  ...refunded,
  broken: async (trial) => (trial.ground.plan.state.means.refunded ? refunded.broken(trial) : null),
};

export const fulfilledOnce = must("it is fulfilled once", async (trial) => {
  const late = await inTime(trial, async () => ((await trial.fulfilled()) === 0 ? "it was not fulfilled" : null));
  return late ?? fulfilledTwiceNever.broken(trial);
});

export const fulfilledTwiceNever = must("it is not fulfilled a second time", (trial) =>
  afterwards(trial, async () => {
    const count = (await trial.fulfilled()) ?? 0;
    return count > 1 ? `it was fulfilled ${count} times` : null;
  }),
);

export const nothingFulfilled = must("nothing is fulfilled", (trial) =>
  afterwards(trial, async () => {
    const count = (await trial.fulfilled()) ?? 0;
    return count > 0 ? `it was fulfilled ${count === 1 ? "once" : `${count} times`}` : null;
  }),
);

export const taken = must("each genuine webhook is taken", async ({ untaken }) =>
  untaken.length === 0 ? null : untaken.join("; "),
);

export const onePayment = must("one payment is taken, and no more", async (trial) => {
  const charges = await Promise.all(trial.charges.map((_, at) => trial.charge(at)));
  const paid = new Set(charges.filter((charge) => charge.paid).map(({ id }) => id));
  return paid.size === 1 ? null : `${paid.size} charges were paid: ${[...paid].join(", ")}`;
});

export const ledToPay = must("the payer is led to the page where they pay", async (trial) => {
  const { authorize_uri: uri } = await trial.charge();
  if (uri === null || !trial.begun) return null;
  const { headers, body } = trial.begun;
  const answer = `${headers.get("location") ?? ""}\n${body}`.replaceAll("\\/", "/").replaceAll("&amp;", "&");
  return answer.includes(uri) ? null : `the answer has no ${uri}`;
});

type Page = "paid" | "failed";

export const pageSays = (state: Page): Hold =>
  must(`the payer's page says that the order ${verbs[state]}`, async (trial) => {
    const other = state === "paid" ? "failed" : "paid";
    const words = trial.ground.plan.page?.[state];
    if (trial.page && words !== undefined && !trial.page.body.includes(words)) return `it does not say "${words}"`;
    return pageDoesNotSay(other).broken(trial);
  });

export const pageDoesNotSay = (state: Page): Hold =>
  must(`the payer's page answers, and does not say that the order ${verbs[state]}`, async ({ page, ground }) => {
    if (!page) return null; // a payer who was led nowhere
    if (page.status >= 400) return `it answers ${page.status}`;
    const words = ground.plan.page?.[state];
    return words !== undefined && page.body.includes(words) ? `it says "${words}"` : null;
  });

const verbs: Readonly<Record<Page, string>> = { paid: "is paid", failed: "failed" };

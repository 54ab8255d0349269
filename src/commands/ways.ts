import { documentedTestCards } from "../connectors/card/test-cards.ts";
import type { EventKey } from "../domain/event/event.ts";
import type { Client, Json } from "./client.ts";

/** What is asked for beside the event's key. */
export type Asked = {
  method?: string | undefined;
  outcome?: string | undefined;
  /** Smallest units. */
  amount?: number | undefined;
  charge?: string | undefined;
};

/** What a way has to work with. */
export type Stage = Asked & {
  client: Client;
  /** Tells of each request, before it is made. */
  say(line: string): void;
};

/** How an event is reached: in words, what can be chosen of it, and the requests; these return the id of the event's object. */
type Way = { by: string; takes: readonly (keyof Asked)[]; go(stage: Stage): Promise<string> };

const chosen = ["method", "amount", "outcome"] as const;
const ofCharge = ["method", "amount", "charge"] as const;

/** The way to each event there is, by the API that merchants have and by what test mode plays. */
export const ways: Record<EventKey, Way> = {
  "card.destroy": {
    by: "deletes a customer's card",
    takes: [],
    go: async (stage) => {
      const { id, card } = await aCustomer(stage);
      await ask(stage, "DELETE", `/customers/${id}/cards/${card}`);
      return card;
    },
  },
  "card.update": {
    by: "gives a customer's card another name",
    takes: [],
    go: async (stage) => {
      const { id, card } = await aCustomer(stage);
      await ask(stage, "PATCH", `/customers/${id}/cards/${card}`, { name: "Somsri Prasert" });
      return card;
    },
  },
  "charge.create": {
    by: "creates a charge; with an outcome its payer decides at once",
    takes: chosen,
    go: async (stage) => {
      const charge = await aCharge(stage, kplus);
      if (charge.status === "pending" && stage.outcome !== undefined) await pay(stage, charge.id, stage.outcome);
      return charge.id;
    },
  },
  "charge.update": {
    by: "changes the description of a charge",
    takes: ofCharge,
    go: async (stage) => {
      const id = stage.charge ?? (await aCharge(stage, kplus)).id;
      await ask(stage, "PATCH", `/charges/${id}`, { description: "Changed at a terminal" });
      return id;
    },
  },
  "charge.complete": {
    by: "lets the payer of a pending charge decide: `successful`, or a failure code of its method",
    takes: [...chosen, "charge"],
    go: async (stage) => {
      const id = stage.charge ?? (await aCharge(stage, kplus, { authentication: "3DS" })).id;
      await pay(stage, id, stage.outcome ?? "successful");
      return id;
    },
  },
  "charge.capture": {
    by: "captures an authorized card charge",
    takes: ["amount", "charge"],
    go: async (stage) => {
      const id = stage.charge ?? (await heldCharge(stage));
      await ask(stage, "POST", `/charges/${id}/capture`);
      return id;
    },
  },
  "charge.reverse": {
    by: "releases an authorized card charge",
    takes: ["amount", "charge"],
    go: async (stage) => {
      const id = stage.charge ?? (await heldCharge(stage));
      await ask(stage, "POST", `/charges/${id}/reverse`);
      return id;
    },
  },
  "charge.expire": {
    by: "expires a pending charge",
    takes: ofCharge,
    go: async (stage) => {
      const id = stage.charge ?? (await aCharge(stage, kplus, { authentication: "3DS" })).id;
      await ask(stage, "POST", `/charges/${id}/expire`);
      return id;
    },
  },
  "customer.create": {
    by: "creates a customer with a card",
    takes: [],
    go: async (stage) => (await aCustomer(stage)).id,
  },
  "customer.destroy": {
    by: "deletes a customer",
    takes: [],
    go: async (stage) => {
      const { id } = await aCustomer(stage);
      await ask(stage, "DELETE", `/customers/${id}`);
      return id;
    },
  },
  "customer.update": {
    by: "changes the description of a customer",
    takes: [],
    go: async (stage) => {
      const { id } = await aCustomer(stage);
      await ask(stage, "PATCH", `/customers/${id}`, { description: "Changed at a terminal" });
      return id;
    },
  },
  "customer.update.card": {
    by: "deletes a customer's card",
    takes: [],
    go: async (stage) => {
      const { id, card } = await aCustomer(stage);
      await ask(stage, "DELETE", `/customers/${id}/cards/${card}`);
      return id;
    },
  },
  "refund.create": {
    by: "refunds a paid charge",
    takes: ofCharge,
    go: async (stage) => {
      const { id, amount } = await paidCharge(stage);
      return (await ask(stage, "POST", `/charges/${id}/refunds`, { amount })).id;
    },
  },
  "dispute.create": {
    by: "lets the cardholder dispute a paid card charge",
    takes: ["amount", "charge"],
    go: async (stage) => (await aDispute(stage)).id,
  },
  "dispute.update": {
    by: "answers a dispute with a message",
    takes: ["amount", "charge"],
    go: async (stage) => {
      const { id } = await aDispute(stage);
      await ask(stage, "PATCH", `/disputes/${id}`, { message: "The goods were delivered and signed for." });
      return id;
    },
  },
  "dispute.accept": {
    by: "accepts a dispute",
    takes: ["amount", "charge"],
    go: async (stage) => {
      const { id } = await aDispute(stage);
      await ask(stage, "PATCH", `/disputes/${id}/accept`);
      return id;
    },
  },
  "dispute.close": {
    by: "lets the cardholder's bank decide a dispute: `won` or `lost`",
    takes: ["amount", "charge", "outcome"],
    go: async (stage) => {
      const { id } = await aDispute(stage);
      await ask(stage, "PATCH", `/disputes/${id}/close`, { status: stage.outcome ?? "won" });
      return id;
    },
  },
  "link.create": {
    by: "creates a payment link",
    takes: ["amount"],
    go: async (stage) => {
      const order = { title: "Order from a terminal", description: "Two bowls" };
      return (await ask(stage, "POST", "/links", { amount: stage.amount ?? usualAmount, currency, ...order })).id;
    },
  },
  "recipient.create": { by: "creates a recipient", takes: [], go: (stage) => aRecipient(stage) },
  "recipient.update": {
    by: "changes the description of a recipient",
    takes: [],
    go: async (stage) => {
      const id = await aRecipient(stage);
      await ask(stage, "PATCH", `/recipients/${id}`, { description: "Changed at a terminal" });
      return id;
    },
  },
  "recipient.destroy": {
    by: "deletes a recipient",
    takes: [],
    go: async (stage) => {
      const id = await aRecipient(stage);
      await ask(stage, "DELETE", `/recipients/${id}`);
      return id;
    },
  },
  "recipient.verify": { by: "verifies a recipient", takes: [], go: (stage) => aPayee(stage) },
  "recipient.activate": { by: "verifies a recipient, which activates it", takes: [], go: (stage) => aPayee(stage) },
  "recipient.deactivate": {
    by: "deactivates a recipient that was verified",
    takes: [],
    go: async (stage) => {
      const id = await aPayee(stage);
      await ask(stage, "POST", `/test/recipients/${id}/deactivate`);
      return id;
    },
  },
  "schedule.create": {
    by: "creates a schedule that charges a customer each month",
    takes: ["amount"],
    go: (stage) => monthly(stage),
  },
  "schedule.expiring": {
    by: "creates a schedule whose only date is today",
    takes: ["amount"],
    go: async (stage) => aSchedule(stage, { period: "day", end_date: await today(stage) }),
  },
  "schedule.expire": {
    by: "creates a schedule whose only date is today, which is then charged",
    takes: ["amount"],
    go: async (stage) => aSchedule(stage, { period: "day", end_date: await today(stage) }),
  },
  "schedule.suspend": {
    by: "creates a schedule whose card is declined, and moves the account's clock on by three days, over all its tries",
    takes: ["amount"],
    go: async (stage) => {
      const dates = { every: 7, period: "day", end_date: await today(stage, 300) };
      const id = await aSchedule(stage, dates, poor);
      await ask(stage, "POST", "/test/clock", { advance: "3d" });
      return id;
    },
  },
  "schedule.destroy": {
    by: "deletes a schedule",
    takes: ["amount"],
    go: async (stage) => {
      const id = await monthly(stage);
      await ask(stage, "DELETE", `/schedules/${id}`);
      return id;
    },
  },
  "transfer.create": {
    by: "creates a transfer of a part of the balance",
    takes: ["amount"],
    go: (stage) => aTransfer(stage),
  },
  "transfer.update": {
    by: "changes the metadata of a transfer that was not sent",
    takes: ["amount"],
    go: async (stage) => {
      const id = await aTransfer(stage);
      await ask(stage, "PATCH", `/transfers/${id}`, { metadata: { changed: "at a terminal" } });
      return id;
    },
  },
  "transfer.destroy": {
    by: "deletes a transfer that was not sent",
    takes: ["amount"],
    go: async (stage) => {
      const id = await aTransfer(stage);
      await ask(stage, "DELETE", `/transfers/${id}`);
      return id;
    },
  },
  "transfer.send": {
    by: "sends a transfer to the bank",
    takes: ["amount"],
    go: async (stage) => {
      const id = await aTransfer(stage);
      await ask(stage, "POST", `/transfers/${id}/mark_as_sent`);
      return id;
    },
  },
  "transfer.pay": {
    by: "lets the bank pay a transfer",
    takes: ["amount"],
    go: async (stage) => {
      const id = await aTransfer(stage);
      await ask(stage, "POST", `/transfers/${id}/mark_as_paid`);
      return id;
    },
  },
  "transfer.fail": {
    by: "lets the bank give back a transfer, to a bank account of test mode that cannot be paid",
    takes: ["amount"],
    go: async (stage) => {
      const id = await aTransfer(stage, unpayable);
      await ask(stage, "POST", `/transfers/${id}/mark_as_paid`);
      return id;
    },
  },
};

const kplus = "mobile_banking_kbank";
const currency = "THB";
const usualAmount = 150_000;

/** The bank account of test mode whose transfers are sent and then not paid. */
const unpayable = "0000000005";

/** An outcome whose test card lets a customer be saved, and each charge be declined. */
const poor = "insufficient_fund";

async function ask({ client, say }: Stage, method: string, path: string, body?: object): Promise<Json> {
  say(`${method} ${path}`);
  return client.call(method, path, body);
}

const pay = (stage: Stage, charge: string, outcome: string): Promise<Json> =>
  ask(stage, "POST", `/test/charges/${charge}/pay`, { outcome });

/** A charge by the method that was asked for, else by the usual one. @param ofCards parameters that only cards take */
async function aCharge(stage: Stage, usual: string, ofCards: object = {}): Promise<Json> {
  const method = stage.method ?? usual;
  const example = await stage.client.call("GET", `/test/methods/${encodeURIComponent(method)}`);
  const plain = example.source === null;
  return ask(stage, "POST", "/charges", {
    amount: stage.amount ?? example.amount,
    currency: example.currency,
    return_uri: `${stage.client.url}/health`,
    description: "Made at a terminal",
    ...(example.source && { source: example.source }),
    ...(example.card && { card: await aToken(stage, plain ? stage.outcome : undefined) }),
    ...(plain && ofCards),
  });
}

/** A token of a test card, of one that ends in the outcome if there is one. */
async function aToken(stage: Stage, outcome?: string): Promise<string> {
  const { public_key: key } = await stage.client.call("POST", "/test/tools");
  const cards: Partial<Record<string, readonly string[]>> = documentedTestCards;
  const [number] = cards[outcome ?? "paid"] ?? documentedTestCards.paid ?? [];
  const card = {
    name: "Somchai Prasert",
    number,
    expiration_month: 12,
    expiration_year: new Date().getUTCFullYear() + 9,
    security_code: "123",
  };
  stage.say("POST /tokens");
  return (await stage.client.call("POST", "/tokens", { card }, key)).id;
}

const heldCharge = async (stage: Stage): Promise<string> =>
  (await aCharge({ ...stage, method: "card" }, "card", { capture: false })).id;

async function paidCharge(stage: Stage): Promise<{ id: string; amount: number }> {
  if (stage.charge !== undefined) return stage.client.call("GET", `/charges/${encodeURIComponent(stage.charge)}`);
  const charge = await aCharge({ ...stage, outcome: undefined }, "card");
  if (charge.status === "pending") await pay(stage, charge.id, "successful");
  return charge;
}

async function aDispute(stage: Stage): Promise<{ id: string }> {
  const { id } = await paidCharge({ ...stage, method: "card" });
  return ask(stage, "POST", `/charges/${id}/disputes`);
}

async function aCustomer(stage: Stage, outcome?: string): Promise<{ id: string; card: string }> {
  const card = await aToken(stage, outcome);
  const about = { email: "somchai.prasert@example.com", description: "Made at a terminal" };
  const { id, default_card: saved } = await ask(stage, "POST", "/customers", { ...about, card });
  return { id, card: saved };
}

async function aRecipient(stage: Stage, account = "1234567890"): Promise<string> {
  const name = "Somchai Prasert";
  const body = { name, type: "individual", bank_account: { brand: "scb", number: account, name } };
  return (await ask(stage, "POST", "/recipients", body)).id;
}

async function aPayee(stage: Stage, account?: string): Promise<string> {
  const id = await aRecipient(stage, account);
  await ask(stage, "PATCH", `/recipients/${id}/verify`);
  return id;
}

/** A transfer that was not sent. Where the balance does not have its amount, a charge is paid first. */
async function aTransfer(stage: Stage, account?: string): Promise<string> {
  const { amount = usualAmount } = stage;
  const recipient = await aPayee(stage, account);
  const { transferable } = await stage.client.call("GET", "/balance");
  const missing = amount - transferable;
  // twice, since the fees of the charge come off it
  const paid = Math.min(Math.max(2 * missing, 10_000), 15_000_000);
  if (missing > 0) await aCharge({ ...stage, outcome: undefined, method: "card", amount: paid }, "card");
  return (await ask(stage, "POST", "/transfers", { amount, recipient })).id;
}

async function aSchedule(stage: Stage, dates: object, outcome?: string): Promise<string> {
  const { id: customer } = await aCustomer(stage, outcome);
  const charge = { customer, amount: stage.amount ?? usualAmount, description: "Made at a terminal" };
  return (await ask(stage, "POST", "/schedules", { every: 1, ...dates, charge })).id;
}

const monthly = async (stage: Stage): Promise<string> =>
  aSchedule(stage, { period: "month", on: { days_of_month: [1] }, end_date: await today(stage, 300) });

/** The account's day in Bangkok, where schedules have their days. */
async function today({ client }: Stage, days = 0): Promise<string> {
  const { now } = await client.call("POST", "/test/tools");
  return new Date(Date.parse(now) + (7 + 24 * days) * 3_600_000).toISOString().slice(0, 10);
}

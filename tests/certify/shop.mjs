// A small shop in plain Node.js, whose checkout answers in JSON. FAULTS gives it some of the faults that shops have, with commas between.
import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

const { PORT, FAULTS = "", CHAMRA_URL: api, OMISE_SECRET_KEY: key, OMISE_WEBHOOK_SECRET: secret } = process.env;
const shop = `http://localhost:${PORT}`;
const amount = 150_000;
const orders = new Map();
const has = (fault) => FAULTS.split(",").includes(fault);
/** States in which a charge stays. */
const over = ["successful", "failed", "expired"];

async function call(method, path, body) {
  const answer = await fetch(`${api}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${key}:`).toString("base64")}`,
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message);
  return said;
}

/** Writes down what the gateway says of a charge. */
function settle(order, charge) {
  const known = order.charges.get(charge.id);
  order.lastWord = charge.status;
  if (known && over.includes(known.status)) {
    if (has("ships each time") && charge.status === "successful") order.shipments += 1;
    if (charge.refunded_amount > known.refunded_amount) order.charges.set(charge.id, charge);
    return;
  }
  order.charges.set(charge.id, charge);
  if (charge.status !== "successful") return;
  if (!has("does not compare amounts") && (charge.amount !== amount || charge.currency !== "THB")) return;
  if (order.paidBy) return;
  order.paidBy = charge.id;
  order.shipments += 1;
}

function statusOf({ charges, paidBy, lastWord }) {
  if (has("believes the last word")) return { successful: "paid", expired: "failed" }[lastWord] ?? lastWord ?? "new";
  const paid = charges.get(paidBy);
  if (paid) return paid.refunded_amount >= amount && !has("forgets refunds") ? "refunded" : "paid";
  const states = [...charges.values()].map(({ status }) => status);
  if (states.includes("pending")) return "pending";
  return states.length > 0 ? "failed" : "new";
}

const openCharge = ({ charges }) => [...charges.values()].find(({ status }) => status === "pending");

async function reread(id) {
  const charge = await call("GET", `/charges/${id}`);
  const order = orders.get(charge.metadata.order);
  if (order) settle(order, charge);
}

async function begin(order, { source, token }) {
  if (order.paidBy || order.used.has(source || token)) return;
  order.used.add(source || token);
  const open = openCharge(order);
  if (open) {
    await call("POST", `/charges/${open.id}/expire`).catch(() => {});
    await reread(open.id);
    if (order.paidBy || openCharge(order)) return;
  }
  const asked = {
    amount,
    currency: "THB",
    metadata: { order: order.id },
    return_uri: `${shop}/orders/${order.id}/return`,
  };
  settle(order, await call("POST", "/charges", { ...asked, ...(source ? { source } : { card: token }) }));
}

function isGenuine(body, headers) {
  const at = headers["omise-signature-timestamp"] ?? "";
  if (Math.abs(Date.now() / 1_000 - Number(at)) > 300) return false;
  const expected = createHmac("sha256", Buffer.from(secret, "base64")).update(`${at}.${body}`).digest();
  const given = Buffer.from(headers["omise-signature"] ?? "", "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function hear(body, headers) {
  if (!has("believes forged events") && !isGenuine(body, headers)) return 401;
  const { key: what, data } = JSON.parse(body);
  if (has("knows few events") && !what.startsWith("charge.")) return 400;
  const id = data.object === "charge" ? data.id : data.object === "refund" ? data.charge : null;
  if (id === null) return 200;
  const order = orders.get(data.metadata?.order);
  if ((has("believes forged events") || has("believes the last word")) && order) settle(order, data);
  else if (has("takes what it cannot check")) await reread(id).catch(() => {});
  else await reread(id);
  return 200;
}

const words = {
  paid: "Thank you!",
  failed: "It did not go through.",
  refunded: "Returned.",
  pending: "We are waiting.",
  new: "Pay?",
};

const server = createServer(async (request, response) => {
  const say = (status, type, said, headers = {}) =>
    response.writeHead(status, { "content-type": type, ...headers }).end(said);
  const json = (said) => say(200, "application/json", JSON.stringify(said));
  try {
    const { pathname } = new URL(request.url, shop);
    const body = await text(request);
    const [, , id, act] = pathname.split("/");
    if (pathname === "/webhooks") return say(await hear(body, request.headers), "text/plain", "");
    if (pathname === "/") return say(200, "text/plain", "open");
    if (pathname === "/orders") {
      const order = {
        id: randomUUID(),
        charges: new Map(),
        used: new Set(),
        paidBy: null,
        shipments: 0,
        turn: Promise.resolve(),
      };
      orders.set(order.id, order);
      return json({ id: order.id, amount });
    }
    const order = orders.get(id);
    if (!order) return say(404, "text/plain", "no such order");
    if (act === "pay") {
      order.turn = order.turn.then(() => begin(order, JSON.parse(body))).catch(console.error);
      await order.turn;
      return json({ pay_at: openCharge(order)?.authorize_uri ?? null });
    }
    if (act === "refund") {
      await call("POST", `/charges/${order.paidBy}/refunds`, { amount }).then(
        () => reread(order.paidBy),
        console.error,
      );
      return json({ status: statusOf(order) });
    }
    if (act === "return") {
      const open = openCharge(order);
      if (open && has("trusts the return page")) settle(order, { ...open, status: "successful" });
      else if (open && !has("waits for the webhook")) await reread(open.id);
      const status = statusOf(order);
      return say(200, "text/html", `<!doctype html><title>Order</title><p>${words[status]}</p>`);
    }
    return json({ status: statusOf(order), shipments: order.shipments });
  } catch (error) {
    console.error(error);
    return say(500, "text/plain", error.message);
  }
});
server.listen(Number(PORT), "localhost");

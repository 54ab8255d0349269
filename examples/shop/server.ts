/** A small shop with real payments: products → order → payment form and bank → thank you. README.md says how to run it. */
import fastify, { type FastifyRequest } from "fastify";
import { omiseClient } from "./omise-client.ts";
import { note, type Order, openCharge, orders, placeOrder, settle, statusOf } from "./order.ts";
import { orderPage, productsPage, registerLooks, type Site, visitorOf } from "./pages.ts";
import { isGenuine } from "./webhook.ts";

const { OMISE_PUBLIC_KEY: publicKey, OMISE_SECRET_KEY: secretKey, OMISE_WEBHOOK_SECRET: webhookSecret } = process.env;
if (!publicKey || !secretKey || !webhookSecret)
  throw new Error("Set OMISE_PUBLIC_KEY, OMISE_SECRET_KEY and OMISE_WEBHOOK_SECRET: the gateway prints them.");
const port = Number(process.env.PORT ?? 3000);
const shopUrl = process.env.SHOP_URL ?? `http://localhost:${port}`; // the shop's URL for payers
const webhookUrl = process.env.WEBHOOK_URL ?? `http://localhost:${port}/webhooks`; // the shop's URL for the gateway
const api = new URL(process.env.OMISE_API_URL ?? "http://localhost:4242");
const site: Site = { omiseJs: new URL(process.env.OMISE_JS_URL ?? "/omise.js", api), publicKey, shopUrl };
const omise = omiseClient(api, { publicKey, secretKey });
const app = fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body)); // webhook signatures are over bytes
registerLooks(app, site);

app.get("/", (request) => productsPage(site, visitorOf(request)));

app.post("/orders", (request, reply) => {
  const { language } = visitorOf(request);
  const order = placeOrder(new URLSearchParams(String(request.body)), language);
  return reply.redirect(order ? addressOf(order) : `${shopUrl}/?lang=${language}&empty`, 303);
});

app.get("/orders/:token", async (request) => {
  const order = await orderNow(request);
  return orderPage(site, visitorOf(request, order.language), order);
});

/** The order's state for programs, as it is known here: no charge is read for it. */
app.get("/orders/:token/state", async (request, reply) =>
  reply.type("application/json; charset=utf-8").send(JSON.stringify({ status: statusOf(orderOf(request)) })),
);

/** Receives the form with a token, a source or both from Omise.js. One attempt at a time; with a database, lock the order's row. */
app.post("/orders/:token/pay", async (request, reply) => {
  const order = await orderNow(request);
  order.turn = order.turn.then(() => begin(order, new URLSearchParams(String(request.body))));
  await order.turn;
  return reply.redirect(openCharge(order)?.authorize_uri ?? addressOf(order), 303);
});

/** Cancels a paid order, and returns its money. The gateway refuses what it cannot return; then the order stays paid. */
app.post("/orders/:token/cancel", async (request, reply) => {
  const order = await orderNow(request);
  order.turn = order.turn.then(() => refund(order));
  await order.turn;
  return reply.redirect(addressOf(order), 303);
});

/** The charge's return_uri. The payer's return says nothing about the result. */
app.get("/orders/:token/return", async (request, reply) => {
  const at = Date.now();
  const order = await orderNow(request);
  note(order, "payer.returned", "", at);
  return reply.redirect(addressOf(order), 303);
});

/** Webhook. An event is a hint, perhaps old or sent twice: the charge is read again. If that fails, we answer 500 and it is sent again. */
app.post<{ Body: Buffer }>("/webhooks", async ({ body, headers }, reply) => {
  const at = Date.now();
  if (!isGenuine(body, headers, webhookSecret, at)) return reply.code(401).send("");
  const { key, data } = JSON.parse(body.toString());
  const charge = data.object === "charge" ? data.id : data.object === "refund" ? data.charge : undefined; // others are not ours
  const order = charge && (await reread(charge));
  if (order) note(order, key, data.id, at);
  return reply.send("");
});

async function begin(order: Order, form: URLSearchParams): Promise<void> {
  const [card, source] = [form.get("omiseToken"), form.get("omiseSource")];
  if (order.paidBy || order.tried.has(`${card} ${source}`)) return; // a form that is submitted twice is one attempt
  order.tried.add(`${card} ${source}`);
  try {
    // Two open charges could both be paid: expire the earlier one first. If its payer was faster, it stays.
    const { id } = openCharge(order) ?? {};
    if (id) settle(order, await omise.charges.expire(id).catch(() => omise.charges.retrieve(id)));
    if (order.paidBy || openCharge(order)) return;
    // The package cannot send an Idempotency-Key. Instead: the gateway refuses a used token or source, and
    // the metadata let a webhook find the order even if the answer to this request is lost.
    const charge = await omise.charges.create({
      amount: order.amount,
      currency: "THB",
      ...(card && { card }),
      ...(source && { source }),
      description: `Order ${order.number}`,
      metadata: { order: order.token },
      return_uri: `${addressOf(order)}/return`,
      webhook_endpoints: [webhookUrl],
    });
    order.trouble = null;
    settle(order, charge);
  } catch (error) {
    console.error(error);
    order.trouble = (error as { code?: string }).code ?? "unknown"; // the package throws the API's error object
  }
}

async function refund(order: Order): Promise<void> {
  const paid = order.charges.get(order.paidBy ?? "");
  if (!paid || statusOf(order) !== "paid") return; // a form that is submitted twice is one refund
  try {
    await omise.charges.createRefund(paid.id, { amount: paid.amount - paid.refunded_amount });
    await reread(paid.id);
  } catch (error) {
    console.error(error);
    note(order, "refund.refused", (error as { code?: string }).code);
  }
}

async function reread(id: string): Promise<Order | undefined> {
  const charge = await omise.charges.retrieve(id);
  const order = orders.get(charge.metadata["order"]);
  if (order) settle(order, charge);
  return order;
}

/** Reads the charge's current state, however the payer came here. */
async function orderNow(request: FastifyRequest): Promise<Order> {
  const order = orderOf(request);
  const open = openCharge(order);
  if (open) await reread(open.id).catch(console.error); // keep the last known state
  return order;
}

function orderOf({ params }: FastifyRequest): Order {
  const order = orders.get((params as { token: string }).token); // named in the routes above
  if (!order) throw Object.assign(new Error("no such order"), { statusCode: 404 });
  return order;
}

const addressOf = (order: Order) => `${shopUrl}/orders/${order.token}`;
await app.listen({ port, host: "localhost" });
console.log(`The shop is open: ${shopUrl}/`);

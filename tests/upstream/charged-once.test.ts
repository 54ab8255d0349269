import { expect, test } from "vitest";
import { minutes, seconds, type Time } from "../../src/domain/base/time.ts";
import { takeToOpen } from "../../src/domain/payment/settle-charge.ts";
import type { Gateway } from "../../src/operations/gateway.ts";
import { expireCharge } from "../../src/operations/payment/charge.ts";
import { attend } from "../../src/operations/payment/due-charge.ts";
import { visit } from "../../src/operations/payment/payer.ts";
import { aShopAtOmise } from "./live.ts";

/** A charge of a customer's card, which Omise keeps, or of a token; the request never arrived there. */
async function anUnansweredCharge(by: "customer" | "token" = "customer") {
  const { shop, simulator, line, live, ask, another } = await aShopAtOmise();
  const card = "tokn_5z4ykxdasdfg7ftfm28";
  const paying =
    by === "token" ? { card } : { customer: (await ask("POST", "/customers", { body: { card } })).json.id };
  const body = { amount: 150_000, currency: "THB", ...paying, return_uri: "https://shop.example/" };
  line.trouble("torn before");
  const { json } = await ask("POST", "/charges", { body });
  line.trouble();
  expect(json).toMatchObject({ status: "pending" });
  const load = async () => {
    const charge = await shop.gateway.store.charge.get(live.id, json.id);
    if (!charge) throw new Error("the charge was not saved");
    return charge;
  };
  const taken = () => simulator.payments(json.id).map(({ captured }) => captured);
  return { shop, line, live, ask, load, another, taken };
}

test("a customer's card is charged once, though two processes ask for the charge when it is due", async () => {
  const { shop, load, another, taken } = await anUnansweredCharge();
  const charge = await load();
  const due = { now: () => charge.dueAt ?? 0, clock: { ...shop.gateway.clock, of: () => charge.dueAt ?? 0 } };
  await Promise.all([attend({ ...another(), ...due }, charge), attend({ ...another(), ...due }, charge)]);
  expect(taken()).toEqual([150_000]);
  expect(await load()).toMatchObject({ state: "captured" });
});

test("while a request for a customer's card may be under way, neither a payer's visit sends another nor can the charge be expired", async () => {
  const { shop, ask, load, another, taken } = await anUnansweredCharge();
  const charge = await load();
  await visit(another(), charge.page ?? "");
  expect(taken()).toEqual([]);
  const { json } = await ask("POST", `/charges/${charge.id}/expire`);
  expect(json).toMatchObject({ code: "failed_expire" });
  await shop.advance(minutes(2));
  expect(taken()).toEqual([150_000]);
  expect(await load()).toMatchObject({ state: "captured" });
});

test("a process that stood still after it took such a charge leaves it, and nobody asks for it meanwhile", async () => {
  const { shop, line, load, another, taken } = await anUnansweredCharge();
  const charge = await load();
  const at = charge.dueAt ?? 0;
  const clock = { ...shop.gateway.clock, of: () => at };
  let looked = 0;
  const slow = { ...another(), clock, now: () => at + (looked++ === 0 ? 0 : seconds(11)) };
  await attend(slow, charge);
  expect(taken()).toEqual([]);
  expect(await load()).toMatchObject({ state: "awaiting_payer", dueAt: at + minutes(2) });

  const later = { ...another(), clock: { ...clock, of: () => at + minutes(2) }, now: () => at + minutes(2) };
  line.trouble("torn before", 1); // the search was answered
  await attend(later, await load());
  expect(await load()).toMatchObject({ dueAt: at + minutes(4) });
});

test("a card's charge that was asked for just before the end of its time does not end while the request may be under way", async () => {
  const { shop, line, load, another } = await anUnansweredCharge("token");
  const charge = await load();
  const at = charge.expiresAt - seconds(5);
  line.trouble("torn before", 1);
  await attend({ ...another(), clock: { ...shop.gateway.clock, of: () => at } }, charge);
  expect((await load()).dueAt).toBe(at + minutes(1));
});

/** A process at a moment. */
const at = (time: Time, gateway: Gateway): Gateway => ({
  ...gateway,
  now: () => time,
  clock: { ...gateway.clock, of: () => time },
});

test("a charge that a process asks for whose clock is behind, while another looks whether it can be expired, does not expire", async () => {
  const { line, load, another, taken, live } = await anUnansweredCharge();
  const charge = await load();
  const { held, release } = line.hold(0);
  const expiring = expireCharge(at(charge.expiresAt, another()), { account: live, intention: null }, charge.id);
  await held; // it has heard that there is no such charge
  await attend(at(charge.expiresAt - minutes(1), another()), charge);
  release();
  await expect(expiring).rejects.toMatchObject({ code: "failed_expire" });
  expect(taken()).toEqual([150_000]);
  expect(await load()).toMatchObject({ state: "captured" });
});

test("a charge that is taken to be asked for between that look and its end does not expire either", async () => {
  const { line, load, another, shop, live } = await anUnansweredCharge();
  const charge = await load();
  const { held, release } = line.hold(0);
  const expiring = expireCharge(at(charge.expiresAt, another()), { account: live, intention: null }, charge.id);
  await held;
  await shop.gateway.store.save({ update: { charges: [takeToOpen(charge, charge.expiresAt)] } }); // its request is on the way
  release();
  await expect(expiring).rejects.toMatchObject({ code: "failed_expire" });
  expect(await load()).toMatchObject({ state: "awaiting_payer" });
});

import { describe, expect, test } from "vitest";
import { aBankMemory, noon } from "../../../tests/kit/domain-builders.ts";
import type { ChangeableMemory } from "../simulator-memory.ts";
import { kplusSimulator } from "./simulator.ts";
import { type AccountKey, kplusAccounts, openingAccounts } from "./simulator-accounts.ts";
import { kplusPhone } from "./simulator-phone.ts";

const reference = "4MfnXMIwawSp6Oi2";
const merchantId = "account_test_1";
const request = {
  reference,
  merchantId,
  amount: 150_000,
  currency: "THB",
  merchant: "Demo Shop",
  callback: "pay2_test_1",
};
const fiveMinutes = 300_000;

/** A bank, its phone, and a pending payment. */
async function aPhone(memory: ChangeableMemory = aBankMemory()) {
  let now = noon;
  const bank = kplusSimulator(memory, () => now);
  const accounts = kplusAccounts(memory, merchantId);
  const phone = kplusPhone(bank, (id) => kplusAccounts(memory, id));
  await bank.open(request);
  const balanceOf = async (key: AccountKey) =>
    (await phone.accounts(merchantId)).find((account) => account.key === key)?.balance;
  return {
    bank,
    phone,
    accounts,
    balanceOf,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

describe("a payer who confirms", () => {
  test.each([
    ["everyday", { status: "PAID", bankReference: "KP1" }],
    ["holiday", { status: "REJECTED", rejection: "INSUFFICIENT_FUNDS" }],
    ["former", { status: "REJECTED", rejection: "ACCOUNT_NOT_FOUND" }],
  ] as const)("from the %s account gets %j", async (account, end) => {
    const { phone } = await aPhone();
    await phone.signIn(reference);
    expect((await phone.pay(reference, account, "KP1")).end).toEqual(end);
  });

  test("pays once, however often and from wherever they confirm", async () => {
    const { phone, balanceOf } = await aPhone();
    const before = await balanceOf("everyday");
    await phone.signIn(reference);
    const attempts = ["KP1", "KP2", "KP3", "KP4"].map((bankReference) =>
      phone.pay(reference, "everyday", bankReference),
    );
    const ends = (await Promise.all(attempts)).map(({ end }) => end);
    expect(ends.every((end) => JSON.stringify(end) === JSON.stringify(ends[0]))).toBe(true);
    await phone.pay(reference, "holiday", "KP5");
    expect(await balanceOf("everyday")).toBe((before ?? 0) - request.amount);
  });

  test("cannot pay before signing in, nor a payment unknown to the bank", async () => {
    const { phone, balanceOf } = await aPhone();
    expect((await phone.pay(reference, "everyday", "KP1")).end).toBeNull();
    expect((await phone.pay("another", "everyday", "KP1")).end).toBeNull();
    expect(await balanceOf("everyday")).toBe(250_000_000);
  });

  test("as the shop's time runs out either pays or keeps the money", async () => {
    const { bank, phone, balanceOf } = await aPhone();
    await phone.signIn(reference);
    const [, closed] = await Promise.all([phone.pay(reference, "everyday", "KP1"), bank.close(request)]);
    expect(await balanceOf("everyday")).toBe(closed.status === "PAID" ? 249_850_000 : 250_000_000);
  });
});

test("a hold left by a crashed process is returned when the payment ends unpaid", async () => {
  const { phone, accounts, balanceOf } = await aPhone();
  await phone.signIn(reference);
  await accounts.hold({ reference, account: "everyday", amount: request.amount }, "KP1");
  expect(await balanceOf("everyday")).toBe(249_850_000);
  await phone.reject(reference, "CANCELLED");
  expect(await balanceOf("everyday")).toBe(250_000_000);
});

test("the bank waits five minutes from the sign-in, then the payment has ended", async () => {
  const { bank, phone, advance } = await aPhone();
  advance(fiveMinutes * 10);
  expect(await bank.status(request)).toEqual({ status: "WAITING" });
  await phone.signIn(reference);
  advance(fiveMinutes - 1);
  await phone.signIn(reference); // a second tab gains no time
  expect(await bank.status(request)).toEqual({ status: "WAITING" });
  advance(1);
  expect(await bank.status(request)).toEqual({ status: "REJECTED", rejection: "EXPIRED" });
  expect((await phone.pay(reference, "everyday", "KP1")).end).toEqual({ status: "REJECTED", rejection: "EXPIRED" });
});

test("balances can be reset, and survive the bank's restart", async () => {
  const memory = aBankMemory();
  const before = await aPhone(memory);
  await before.phone.signIn(reference);
  await before.phone.pay(reference, "everyday", "KP1");
  const after = await aPhone(memory);
  expect(await after.balanceOf("everyday")).toBe(249_850_000);
  await after.phone.resetAccounts(merchantId);
  expect(await after.balanceOf("everyday")).toBe(250_000_000);
});

test("each merchant's payer has separate accounts", async () => {
  const { phone, balanceOf } = await aPhone();
  await phone.signIn(reference);
  await phone.pay(reference, "everyday", "KP1");
  const balances = async () => (await phone.accounts("account_test_2")).map(({ balance }) => balance);
  expect(await balances()).toEqual(openingAccounts().map(({ balance }) => balance));
  await phone.resetAccounts("account_test_2");
  expect(await balanceOf("everyday")).toBe(249_850_000);
});

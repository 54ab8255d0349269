import type { Account } from "../../src/domain/merchant/account.ts";
import type { Charge } from "../../src/domain/payment/charge.ts";
import type { Store } from "../../src/storage/store.ts";

/** A charge of any account, by its id. */
export async function findCharge(store: Store, id: string): Promise<Charge | undefined> {
  const owner = await store.account.ownerOf("charges", id);
  return owner && store.charge.get(owner, id);
}

/** The first merchant's account of a mode. */
export async function firstAccount(store: Store, mode: "test" | "live" = "test"): Promise<Account> {
  const account = (await store.account.all()).find(({ livemode }) => livemode === (mode === "live"));
  if (!account) throw new Error("there is no account");
  return account;
}

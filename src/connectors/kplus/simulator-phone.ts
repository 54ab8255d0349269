import type { KplusSimulator, Payment } from "./simulator.ts";
import type { AccountKey, KplusAccount, KplusAccounts } from "./simulator-accounts.ts";
import type { Rejection } from "./wire.ts";

/** The payer's view and acts in the app. Each act returns the current payment; the first decision stands. */
export type KplusPhone = {
  look(reference: string): Promise<Payment>;
  signIn(reference: string): Promise<Payment>;
  /** Pays, if the account can; does nothing before the payer has signed in. */
  pay(reference: string, account: AccountKey, bankReference: string): Promise<Payment>;
  reject(reference: string, rejection: Rejection): Promise<Payment>;
  /** The payer's accounts for one merchant. */
  accounts(merchantId: string): Promise<KplusAccount[]>;
  resetAccounts(merchantId: string): Promise<void>;
};

export function kplusPhone(bank: KplusSimulator, accountsFor: (merchantId: string) => KplusAccounts): KplusPhone {
  /** Releases holds that a crashed process left behind. */
  async function settleHolds(accounts: KplusAccounts): Promise<void> {
    for (const [bankReference, { reference }] of await accounts.holds()) {
      const { end } = await bank.look(reference);
      if (end) await accounts.settle(bankReference, isPaidBy(end, bankReference));
    }
  }

  /** Reserves the amount before the payment is decided, so that two payments cannot share it; returns it where another decision stands. */
  async function pay(reference: string, account: AccountKey, bankReference: string): Promise<void> {
    const { request, end, sessionEndsAt } = await bank.look(reference);
    if (!request || end || sessionEndsAt === null) return;
    const accounts = accountsFor(request.merchantId);
    const held = await accounts.hold({ reference, account, amount: request.amount }, bankReference);
    if (held === "closed") await bank.decide(reference, { status: "REJECTED", rejection: "ACCOUNT_NOT_FOUND" });
    else if (held === "insufficient")
      await bank.decide(reference, { status: "REJECTED", rejection: "INSUFFICIENT_FUNDS" });
    else {
      const decided = await bank.decide(reference, { status: "PAID", ...held }, account);
      await accounts.settle(held.bankReference, isPaidBy(decided, held.bankReference));
    }
  }

  return {
    look: bank.look,
    signIn: bank.signIn,
    pay: async (reference, account, bankReference) => {
      await pay(reference, account, bankReference);
      return bank.look(reference);
    },
    reject: async (reference, rejection) => {
      await bank.decide(reference, { status: "REJECTED", rejection });
      return bank.look(reference);
    },
    accounts: async (merchantId) => {
      const accounts = accountsFor(merchantId);
      await settleHolds(accounts);
      return accounts.all();
    },
    resetAccounts: (merchantId) => accountsFor(merchantId).reset(),
  };
}

const isPaidBy = (end: { status: string; bankReference?: string }, bankReference: string): boolean =>
  end.status === "PAID" && end.bankReference === bankReference;

import type { AccountId } from "../domain/base/id.ts";

/** Deliveries that requests of this process send themselves, beside the workers. */
export type Requested = {
  /** Does the sending of a request, from the lease to the record of the try. */
  send<Result>(account: AccountId, sending: () => Promise<Result>): Promise<Result>;
  /** Waits until what is being sent for an account is answered: who moves its clock says that all is done only then. */
  endOf(account: AccountId): Promise<void>;
};

export function createRequested(): Requested {
  const underWay = new Map<Promise<unknown>, AccountId>();
  return {
    send: (account, sending) => {
      const sent = sending().finally(() => underWay.delete(sent));
      underWay.set(sent, account);
      return sent;
    },
    endOf: async (account) => {
      const own = [...underWay].flatMap(([sent, of]) => (of === account ? [sent] : []));
      await Promise.allSettled(own); // a failure is told to the request
    },
  };
}

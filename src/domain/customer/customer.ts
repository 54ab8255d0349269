import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";
import type { Card } from "../card/card.ts";
import type { LinkedAccount } from "../debit/linked-account.ts";

/** A person whose cards a merchant keeps, to charge them again without asking for them. */
export type Customer = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  email: string | null;
  description: string | null;
  metadata: Record<string, unknown>;
  /** The customer's cards that were not deleted, in the order in which their tokens were made. */
  cards: readonly Card[];
  /** Id of the card that a charge takes unless it names another; null only where there are no cards. */
  defaultCard: string | null;
  /** Accounts at banks that the customer has linked, oldest first. */
  linkedAccounts: readonly LinkedAccount[];
  createdAt: Time;
  /** A deleted customer has no cards any more. */
  deletedAt: Time | null;
};

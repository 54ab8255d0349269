import type { AccountId } from "../../domain/base/id.ts";
import type { Session } from "../../domain/team/member.ts";
import type { Store } from "../../storage/store.ts";

/** A change in an account's data: an event, a try to deliver one, or a change of the account itself. */
export type Change = { account: AccountId; key: string; id: string; charge: string | null };

/** Receives an account's changes while a session lasts. */
export type Listener = {
  account: AccountId;
  team: string;
  session: Session;
  tell(change: Change): void;
  /** Called when nothing has happened, to show that the connection is alive. */
  beat(): void;
  /** Called when no more changes will come. */
  end(): void;
};

/** Tells listeners what happens. */
export type Feed = {
  /**
   * @returns a function that stops it
   * @throws Refusal `too_many_requests` when there are too many listeners
   */
  listen(listener: Listener): () => void;
  /** Wraps the store so that its saves are told at once. */
  watch(store: Store): Store;
  /** Looks for changes by other processes, once a second while there are listeners. */
  tick(): Promise<void>;
  /** Ends all listeners. */
  close(): void;
};

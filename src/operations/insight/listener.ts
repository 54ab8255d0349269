import type { AccountId } from "../../domain/base/id.ts";
import type { Session } from "../../domain/team/member.ts";
import type { Store } from "../../storage/store.ts";

/** Something happened to an account's things: an event, a try to deliver one, or a change of the account itself. */
export type Change = { account: AccountId; key: string; id: string; charge: string | null };

/** Who hears of an account's changes while a session lasts. */
export type Listener = {
  account: AccountId;
  team: string;
  session: Session;
  tell(change: Change): void;
  /** Nothing has happened, and the line is still there. */
  beat(): void;
  /** There is nothing more to hear. */
  end(): void;
};

/** What happens, told to whoever listens at that moment. */
export type Feed = {
  /**
   * @returns what stops it
   * @throws Refusal `too_many_requests` where too many listen already
   */
  listen(listener: Listener): () => void;
  /** The store, whose saves are told at once. */
  watch(store: Store): Store;
  /** Looks for what other processes did, once a second while somebody listens. */
  tick(): Promise<void>;
  /** Ends all lines. */
  close(): void;
};

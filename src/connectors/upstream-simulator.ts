import type { Minor } from "../domain/base/money.ts";
import type { Time } from "../domain/base/time.ts";

/** A request to a simulated upstream as it came over HTTP; names of headers in lower case. */
export type SimulatedRequest = {
  /** The server that was asked, by its name in `hosts` of the upstream. */
  host: string;
  method: string;
  /** Everything after the base address of the host, such as `/v1/oauth/token`. */
  path: string;
  query: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
};

export type SimulatedAnswer = { status: number; headers: Readonly<Record<string, string>>; body: string };

/** A notification on its way to the merchant. `uri` is the address that a request named; null for the one that the merchant has registered. */
export type SimulatedNotification = { uri: string | null; headers: Readonly<Record<string, string>>; body: string };

/** What a simulated upstream gets from outside. */
export type SimulatorSurroundings = {
  now: () => Time;
  /** Lets time pass between two attempts of a notification. */
  pause: (ms: number) => Promise<unknown>;
  /** Letters and digits, other ones each time. */
  randomText: (length: number) => string;
  /** Brings a notification to the merchant and returns the merchant's answer. Rejects where none came. */
  notify: (notification: SimulatedNotification) => Promise<SimulatedAnswer>;
  /** The merchant's credentials, the only ones that are let in. */
  credentials: Readonly<Record<string, string>>;
};

/** A payment at a simulated upstream. */
export type SimulatedPayment = {
  id: string;
  amount: Minor;
  currency: string;
  /** open: may still be paid · held: authorized and not captured · taken: money has moved · over: ended without money. */
  state: "open" | "held" | "taken" | "over";
  /** Minor units that were taken, whatever went back since; 0 while none were. */
  captured: Minor;
  /** Minor units that went back to the payer. */
  refunded: Minor;
  /** What that is made of, with what is still on its way: our reference of each, null where the upstream keeps none, as of a void. */
  refunds: readonly { reference: string | null; amount: Minor }[];
  /** When what was taken can be paid out, where the upstream tells. */
  transferableAt?: Time;
};

/** The other side of an upstream: its servers, its payers and its notifications. Keeps everything in memory. */
export type UpstreamSimulator = {
  answer(request: SimulatedRequest): Promise<SimulatedAnswer>;
  /**
   * Plays the payer of the newest payment under a reference, who pays if it can still be paid. Notifications are sent before it resolves.
   *
   * @param as another amount or currency than was asked for, as the upstream tells of it then; the id of a payment in place of the newest
   */
  pay(reference: string, as?: { amount?: Minor; currency?: string; id?: string | null }): Promise<void>;
  /** Plays the payer who refuses, or who cannot pay. */
  decline(reference: string): Promise<void>;
  /** All payments under a reference, oldest first. */
  payments(reference: string): readonly SimulatedPayment[];
  /** Makes all tokens invalid that were given out. Nothing changes at an upstream without tokens. */
  expireTokens(): void;
  /** Refuses the merchant's credentials from now on. */
  refuseCredentials(): void;
  /** A notification that a payment was made, as a stranger writes it who has seen others but has no secret. */
  forge(reference: string): Pick<SimulatedNotification, "headers" | "body">;
};

import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";

/** Versions of the API that answers can be shaped for, oldest first. */
export const apiVersions = ["2014-07-27", "2015-11-17", "2017-11-02", "2019-05-29"] as const;
export type ApiVersion = (typeof apiVersions)[number];

export const enablementStates = ["off", "requested", "enabled"] as const;
export type EnablementState = (typeof enablementStates)[number];

/** Where an account stands with one payment method. */
export type Enablement = {
  state: EnablementState;
  /** Which version of the method's terms was accepted with the request; null where nobody was asked. */
  termsVersion: string | null;
  requestedAt: Time | null;
  enabledAt: Time | null;
  /** Why an operator declined the last request. */
  declined: { at: Time; reason: string } | null;
};

/**
 * One merchant in one mode. Test and live are two accounts of one team and share nothing else,
 * so whatever belongs to an account belongs to its mode too.
 */
export type Account = {
  id: AccountId;
  version: number;
  team: string;
  livemode: boolean;
  /** What payers see on the pages, and the operator in lists. */
  name: string;
  email: string;
  country: "TH";
  currency: "THB";
  apiVersion: ApiVersion;
  /** When that version was chosen. */
  apiVersionSince: Time;
  /** Who pays installment interest when charge and source do not say: true is the merchant. */
  zeroInterestInstallments: boolean;
  /** Whether plain card charges ask the cardholder to authenticate; a charge can ask for it itself. */
  threeDSecure: boolean;
  webhookUri: string | null;
  /** Endpoints beside that one, which the API does not know of. */
  otherEndpoints: OtherEndpoint[];
  /** Sealed by the vault's keys; signs every webhook of this account. */
  webhookSecret: string;
  webhookSecretSince: Time;
  /** Sealed too, newest first: those that were rolled. Each signs beside the present one until its time is over. */
  previousWebhookSecrets: PreviousSecret[];
  chainEnabled: boolean;
  chainReturnUri: string | null;
  metadataExportKeys: MetadataExportKeys;
  /** Whether every member of the team must have one-time codes. Of the live account, which stands for the team; the test account's is not looked at. */
  codesRequired: boolean;
  /** By type, where the account stands with a payment method; for those that are not in it see `enablementOf`. */
  methods: Readonly<Record<string, Enablement>>;
  createdAt: Time;
};

/** An endpoint, and the keys of the events that are sent there; null for all. */
export type OtherEndpoint = { uri: string; events: string[] | null };

type PreviousSecret = { secret: string; until: Time };

export type MetadataExportKeys = { charge: string[]; transfer: string[]; refund: string[]; dispute: string[] };

/** A key that opens the API. Only its hash is compared; `shown` keeps what may be shown again: public and test keys, sealed. */
export type ApiKey = {
  id: string;
  version: number;
  account: AccountId;
  kind: "public" | "secret";
  /** What people call it, such as the server that has it; null where nobody named it. */
  name: string | null;
  hash: string;
  shown: string | null;
  /** Its last four characters, by which people tell keys apart; unknown of keys from before these were kept. */
  ending: string | null;
  createdAt: Time;
  /** When it was rolled: until then it works beside its successor. */
  expiresAt: Time | null;
  revokedAt: Time | null;
};

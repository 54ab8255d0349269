import type { AccountCurrency, Country } from "../base/country.ts";
import type { AccountId } from "../base/id.ts";
import type { Time } from "../base/time.ts";
import type { Route } from "../upstream/route.ts";
import type { LogoMark } from "./brand-row.ts";
import type { Permissions } from "./permission.ts";

/** Versions of the API in which answers can be shaped, oldest first. */
export const apiVersions = ["2014-07-27", "2015-11-17", "2017-11-02", "2019-05-29"] as const;
export type ApiVersion = (typeof apiVersions)[number];

export const enablementStates = ["off", "requested", "enabled"] as const;
export type EnablementState = (typeof enablementStates)[number];

/** The state of one payment method for an account. */
export type Enablement = {
  state: EnablementState;
  /** The version of the method's terms accepted with the request; null where none were shown. */
  termsVersion: string | null;
  requestedAt: Time | null;
  enabledAt: Time | null;
  /** The time and reason when an operator declined the last request. */
  declined: { at: Time; reason: string } | null;
};

/** One merchant in one mode. Test and live are two accounts of one team and share nothing else, so data of an account belongs to its mode too. */
export type Account = {
  id: AccountId;
  version: number;
  team: string;
  livemode: boolean;
  /** The name shown to payers on their pages and to the operator in lists. */
  name: string;
  email: string;
  /** Chosen when the account is made, and never changed: what is in its ledger is in the country's currency. */
  country: Country;
  currency: AccountCurrency;
  apiVersion: ApiVersion;
  /** When the API version was chosen. */
  apiVersionSince: Time;
  /** Whether the merchant pays installment interest, where neither charge nor source says who does. */
  zeroInterestInstallments: boolean;
  /** Whether plain card charges use 3-D Secure; a single charge can ask for it too. */
  threeDSecure: boolean;
  /** Whether a recipient becomes active as soon as it is verified. */
  autoActivateRecipients: boolean;
  webhookUri: string | null;
  /** Endpoints beside the main one; the API does not show them. */
  otherEndpoints: OtherEndpoint[];
  /** Signs every webhook of this account; sealed by the vault's keys. */
  webhookSecret: string;
  webhookSecretSince: Time;
  /** Replaced secrets, newest first, sealed too. Each signs beside the current one until its time. */
  previousWebhookSecrets: PreviousSecret[];
  chainEnabled: boolean;
  chainReturnUri: string | null;
  metadataExportKeys: MetadataExportKeys;
  /** Whether every member of the team must have one-time codes. Read from the live account only; it stands for the team. */
  codesRequired: boolean;
  /** What receipts for fees say of the merchant; null while nothing was given, and the account's name stands alone. */
  billing: Billing | null;
  /** Colour of the payers' pages, `#rrggbb` in lower case; null for the gateway's own. */
  brandColor: string | null;
  /** Logo on the payers' pages. */
  logo: LogoMark | null;
  /** Enablement by method type; `enablementOf` gives the default of missing types. */
  methods: Readonly<Record<string, Enablement>>;
  /** Where charges of live mode go, in order. */
  routes: readonly Route[];
  createdAt: Time;
};

/** A merchant as tax invoices name them. */
export type Billing = {
  name: string;
  address: string | null;
  /** Thirteen digits; null where they have none. */
  taxId: string | null;
  /** Whether they withhold tax from what they pay for services, as companies do. */
  withholdsTax: boolean;
};

/** An endpoint and the keys of the events sent there; null means all events. */
export type OtherEndpoint = { uri: string; events: string[] | null };

type PreviousSecret = { secret: string; until: Time };

export type MetadataExportKeys = { charge: string[]; transfer: string[]; refund: string[]; dispute: string[] };

/** An API key. Only its hash is compared. `shown` keeps the sealed text of public and test keys, which may be shown again. */
export type ApiKey = {
  id: string;
  version: number;
  account: AccountId;
  kind: "public" | "secret";
  /** The name that people gave the key, such as its server; null where it has none. */
  name: string | null;
  /** What a restricted key may do; null for a key that may do whatever its kind may. Never changed. */
  permissions: Permissions | null;
  /** Id of the chain by which a platform has the key; null for a key of the merchant's own. */
  chain: string | null;
  hash: string;
  shown: string | null;
  /** The key's last four characters, by which people tell keys apart; null for keys made before these were stored. */
  ending: string | null;
  createdAt: Time;
  /** Set when the key was rolled: until then it works beside its successor. */
  expiresAt: Time | null;
  revokedAt: Time | null;
};

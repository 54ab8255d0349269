/** Every kind of object with the prefix of its ids. Source: the API's own ids, `chrg_test_5z4ykxh42cn7qsxw1w5`. */
export const idPrefixes = {
  account: "account",
  team: "acct",
  charge: "chrg",
  source: "src",
  token: "tokn",
  card: "card",
  customer: "cust",
  refund: "rfnd",
  dispute: "dspt",
  document: "docu",
  link: "link",
  checkoutSession: "chks",
  event: "evnt",
  delivery: "whdl",
  transaction: "trxn",
  page: "pay2",
  cardPage: "paym",
  publicKey: "pkey",
  secretKey: "skey",
  apiKey: "key",
  member: "memb",
  session: "sess",
  oneTimeLink: "once",
  bankMessage: "bank",
  notification: "told",
  schedule: "schd",
  scheduledCharge: "rchg",
  scheduledTransfer: "rtrf",
  occurrence: "occu",
  recipient: "recp",
  transfer: "trsf",
  receipt: "rcpt",
  note: "note",
  savedFilter: "filt",
  chain: "acch",
  chainKey: "ckey",
  linkedAccount: "lnac",
  rule: "rule",
  reconciliationItem: "rcit",
} as const;

export type IdKind = keyof typeof idPrefixes;

/** An id of one kind, told by its prefix. */
export type Id<Kind extends IdKind> = `${(typeof idPrefixes)[Kind]}_${string}`;

/** The id of an account. Queries for data of an account take it first; the type refuses any other text. */
export type AccountId = Id<"account">;

/** Kinds whose ids contain their creation time. Ids in addresses that need no key contain their account instead. */
export type PlainKind = Exclude<
  IdKind,
  "page" | "cardPage" | "link" | "checkoutSession" | "document" | "linkedAccount"
>;

/** Makes ids from the clock's time and a source of random bits; both are passed in so that tests can fix them. */
export type IdMaker = <Kind extends PlainKind>(kind: Kind, livemode: boolean, at: number) => Id<Kind>;

const randomBits = 55n;

/** Kinds whose ids made in the same millisecond sort in the order of creation, for lists in true order. None of these ids is a secret. */
const inOrder: ReadonlySet<IdKind> = new Set([
  "charge",
  "event",
  "delivery",
  "transaction",
  "refund",
  "dispute",
  "bankMessage",
  "notification",
  "schedule",
  "occurrence",
  "card",
  "customer",
  "recipient",
  "transfer",
  "rule",
  "reconciliationItem",
]);

/** The largest distance of two such ids, in bits: thousands of ids in one millisecond rarely run into the next. */
const stepBits = 32n;

/**
 * Prefix, `test_` in test mode, then 19 base36 characters of (Unix milliseconds << 55) + 55 random bits,
 * so ids sort by creation time exactly as the original's do.
 *
 * @param random64 yields 64 random bits
 */
export function idMaker(random64: () => bigint): IdMaker {
  const last = new Map<IdKind, bigint>();
  const random = (bits: bigint): bigint => random64() & ((1n << bits) - 1n);
  return (kind, livemode, at) => {
    const earliest = BigInt(at) << randomBits;
    const before = last.get(kind) ?? -1n;
    const follows = before >= earliest && before < earliest + (2n << randomBits); // steps may have run into the next millisecond
    const bits = follows ? before + 1n + random(stepBits) : earliest + random(randomBits);
    if (inOrder.has(kind)) last.set(kind, bits);
    return idOf(kind, livemode, bits.toString(36).padStart(19, "0"));
  };
}

/** @param rest 19 characters of base 36 */
export function idOf<Kind extends IdKind>(kind: Kind, livemode: boolean, rest: string): Id<Kind> {
  return `${idPrefixes[kind]}_${livemode ? "" : "test_"}${rest}`;
}

/** The kind of an id; undefined for text that is not an id of ours. */
export function kindOfId(id: string): IdKind | undefined {
  const match = /^([a-z0-9]+)(?:_test)?_[0-9a-z]{19}$/.exec(id);
  const found = Object.entries(idPrefixes).find(([, prefix]) => prefix === match?.[1]);
  return found?.[0] as IdKind | undefined; // the entries of idPrefixes have no other keys
}

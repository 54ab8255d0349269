/** Every kind of object and the prefix of its ids. Source: the API's own ids, `chrg_test_5z4ykxh42cn7qsxw1w5`. */
export const idPrefixes = {
  account: "account",
  team: "acct",
  charge: "chrg",
  source: "src",
  token: "tokn",
  card: "card",
  refund: "rfnd",
  event: "evnt",
  delivery: "whdl",
  transaction: "trxn",
  page: "pay2",
  cardPage: "paym",
  publicKey: "pkey",
  secretKey: "skey",
  member: "memb",
  session: "sess",
  link: "link",
  bankMessage: "bank",
} as const;

export type IdKind = keyof typeof idPrefixes;

/** What makes ids: the clock's time and a source of random bits, both given so that tests can fix them. */
export type IdMaker = (kind: IdKind, livemode: boolean, at: number) => string;

const randomBits = 55n;

/**
 * Prefix, `test_` in test mode, then 19 base36 characters of (Unix milliseconds << 55) + 55 random bits,
 * so ids sort by creation time exactly as the original's do.
 *
 * @param random64 yields 64 random bits
 */
export function idMaker(random64: () => bigint): IdMaker {
  return (kind, livemode, at) => {
    const bits = (BigInt(at) << randomBits) + (random64() & ((1n << randomBits) - 1n));
    return `${idPrefixes[kind]}_${livemode ? "" : "test_"}${bits.toString(36).padStart(19, "0")}`;
  };
}

/** The kind of an id, or undefined for what is no id of ours. */
export function kindOfId(id: string): IdKind | undefined {
  const match = /^([a-z0-9]+)(?:_test)?_[0-9a-z]{19}$/.exec(id);
  const found = Object.entries(idPrefixes).find(([, prefix]) => prefix === match?.[1]);
  return found?.[0] as IdKind | undefined; // the entries of idPrefixes have no other keys
}

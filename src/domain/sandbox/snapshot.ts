import { Refusal } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";

/** What a test account had at a moment. */
export type Snapshot = {
  /** The name that its merchant gave it. */
  id: string;
  version: number;
  account: AccountId;
  rowCount: number;
  /** The newest migration when it was made: rows of another schema cannot be put back. */
  schemaName: string;
  contents: string;
  createdAt: Time;
};

/** A row as the database stores it, by its columns. */
export type StoredRow = Readonly<Record<string, string | number | null>>;

/** Rows of a snapshot, by table. */
export type Contents = Readonly<Record<string, readonly StoredRow[]>>;

/** Upper bounds: snapshots of an account, rows of one, and bytes of these as JSON. */
export const snapshotsMax = 10;
export const rowsMax = 20_000;
const bytesMax = 32 * 1_024 * 1_024;

/** @throws Refusal `bad_request` for a name that cannot stand in an address */
export function mustBeName(name: string): void {
  if (!/^[\w-]{1,64}$/.test(name))
    throw new Refusal("bad_request", "name must be 1 to 64 letters, digits, hyphens and underscores");
}

/** @throws Refusal `bad_request` for an account with too much in it */
export function mustFit(rows: number, bytes: number): void {
  if (rows > rowsMax || bytes > bytesMax)
    throw new Refusal("bad_request", `a snapshot has at most ${rowsMax} rows and ${bytesMax} bytes: empty the account`);
}

/**
 * A snapshot in the place of the one of that name.
 * @param others how many the account has under other names
 * @throws Refusal `bad_request` for one too many
 */
export function placeSnapshot(
  made: Omit<Snapshot, "version">,
  current: Snapshot | undefined,
  others: number,
): Snapshot {
  if (!current && others >= snapshotsMax)
    throw new Refusal("bad_request", `the account has ${snapshotsMax} snapshots: delete one first`);
  return current ? revise(current, made) : { ...made, version: 1 };
}

/** @throws Refusal `bad_request` for one that was made before an upgrade of the database */
export function mustFitSchema({ schemaName }: Snapshot, present: string): void {
  if (schemaName !== present)
    throw new Refusal("bad_request", "the snapshot was made by an older version of Chamra: make it anew");
}

/**
 * The rows with card numbers as they are now, since a snapshot has none: a customer's card whose number was erased comes back as deleted, and a number
 * whose card is no customer's then is erased now.
 *
 * @param secrets the account's present rows of card_secrets
 */
export function withSecrets(contents: Contents, secrets: readonly StoredRow[], now: Time): Contents {
  const cards = contents["cards"] ?? [];
  const ofCustomers = new Set(cards.filter(lasts).map(({ id }) => id ?? null));
  const known = new Set(cards.map(({ id }) => id ?? null));
  const there = new Set(secrets.filter(({ sealed }) => sealed !== "").map(({ card }) => card ?? null));
  const gone = new Set([...ofCustomers].filter((id) => !there.has(id)));
  return {
    ...contents,
    cards: cards.map((card) => (gone.has(card["id"] ?? null) ? { ...card, deleted_at: now } : card)),
    customers: (contents["customers"] ?? []).map((customer) =>
      gone.has(customer["default_card"] ?? null) ? { ...customer, default_card: null } : customer,
    ),
    card_secrets: secrets
      .filter(({ card }) => known.has(card ?? null))
      .map((secret) => ({
        ...secret,
        erase_at: ofCustomers.has(secret["card"] ?? null) ? null : (secret["erase_at"] ?? now),
      })),
  };
}

/** Whether a card is kept by a customer. */
const lasts = ({ owner, deleted_at }: StoredRow): boolean => owner === "customer" && deleted_at === null;

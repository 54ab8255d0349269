/** An answer of a server of the API. */
export type Answer = { status: number; body: unknown };

/** A pair of ids of one object: ours and theirs. */
type Pair = readonly [ours: string, theirs: string];

export type Compared = {
  /** One line each, such as `charge.net: here 960, there 961`. */
  differences: string[];
  /** Ids that stand in the same place of both answers and have had no counterpart. */
  pairs: Pair[];
};

/** Upper bound of the differences of one answer; the rest would say nothing new. */
const differencesMax = 50;

/** Upper bound of a value in a line, in characters. */
const shownMax = 80;

/** How far times may be apart, since a request is sent upstream some time after it was answered here. */
const toleranceSeconds = 60;

/** An id of any kind of object, also inside of an address or a sentence. */
const idForm = /(?<![0-9a-z])[a-z][a-z0-9]{2,7}_(?:test_)?[0-9a-z]{19}(?![0-9a-z])/g;
const timeForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const addressForm = /^https?:\/\//;

/** Keys whose values no parameter determines: only whether there is one is compared, and its type. */
const free = new Set([
  "fingerprint",
  "ip",
  "approval_code",
  "reference_number_1",
  "reference_number_2",
  "barcode",
  "payment_code",
  "raw_data",
  "filename",
]);

/** Values that depend on the account and its history, by kind of object. */
const ofTheAccount: Readonly<Record<string, ReadonlySet<string>>> = {
  account: new Set(["id", "team", "email", "webhook_uri", "auto_activate_recipients", "metadata_export_keys"]),
  balance: new Set(["total", "transferable", "available", "reserve", "on_hold"]),
};

/** Keys of addresses that a server makes under its own host. */
const ownAddress = /(^|_)(authorize|download|payment|qrcode)_ur[il]$/;

/** All ids in a text. */
export const idsIn = (text: string): string[] => [...new Set(text.match(idForm) ?? [])];

/** A text with each id that has a counterpart replaced by it. */
export const withCounterparts = (text: string, known: ReadonlyMap<string, string>): string =>
  text.replace(idForm, (id) => known.get(id) ?? id);

/**
 * Compares the answers of two servers to the same request: status, keys and their order, types and values. Ids are the same where they are of one kind
 * and each has the other for its counterpart; times where they are as far from the creation of their object. In lists of the account, objects are
 * compared with their counterparts, and others are left out, since each of the two accounts may have more.
 *
 * @param known counterparts by our ids
 */
export function compareAnswers(ours: Answer, theirs: Answer, known: ReadonlyMap<string, string>): Compared {
  const found: string[] = [];
  const pairs = new Map<string, string>();
  const tell = (path: string, here: unknown, there: unknown) =>
    found.push(`${path}: here ${shown(here)}, there ${shown(there)}`);

  if (ours.status !== theirs.status)
    return { differences: [`status: here ${saidBy(ours)}, there ${saidBy(theirs)}`], pairs: [] };
  const root = isObject(ours.body) && typeof ours.body["object"] === "string" ? ours.body["object"] : "answer";
  if (isObject(ours.body) && isObject(theirs.body) && isListOfAccount(ours.body) && isListOfAccount(theirs.body))
    compareListsOfAccounts(root, ours.body, theirs.body);
  else compare(root, "", ours.body, theirs.body, {}, {});
  return { differences: found.slice(0, differencesMax), pairs: ours.status === 200 ? [...pairs] : [] };

  function compare(path: string, key: string, here: unknown, there: unknown, around: Members, around2: Members): void {
    if (typeof here === "string" && typeof there === "string") {
      if (!sameText(key, here, there, around, around2)) tellTexts(path, key, here, there, around, around2);
    } else if (Array.isArray(here) && Array.isArray(there)) compareItems(path, here, there);
    else if (isObject(here) && isObject(there)) compareMembers(path, here, there);
    else if (here !== there && !(typeof here === typeof there && here !== null && there !== null && free.has(key)))
      tell(path, here, there);
  }

  function compareMembers(path: string, here: Members, there: Members): void {
    const [names, theirNames] = [Object.keys(here), Object.keys(there)];
    const dependent = typeof here["object"] === "string" ? ofTheAccount[here["object"]] : undefined;
    for (const name of names) if (!Object.hasOwn(there, name)) tell(`${path}.${name}`, here[name], undefined);
    for (const name of theirNames) if (!Object.hasOwn(here, name)) tell(`${path}.${name}`, undefined, there[name]);
    const common = names.filter((name) => Object.hasOwn(there, name));
    const theirOrder = theirNames.filter((name) => Object.hasOwn(here, name));
    const moved = common.find((name, index) => theirOrder[index] !== name);
    if (moved !== undefined && !path.endsWith("metadata"))
      found.push(`${path}: its keys are in another order, from ${moved} on`);
    for (const name of common) {
      const [one, other] = [here[name], there[name]];
      if (!dependent?.has(name)) compare(`${path}.${name}`, name, one, other, here, there);
      else if (typeof one !== typeof other) tell(`${path}.${name}`, one, other);
    }
  }

  function compareItems(path: string, here: readonly unknown[], there: readonly unknown[]): void {
    if (here.length !== there.length) {
      found.push(`${path}: here ${here.length} items, there ${there.length}`);
      return;
    }
    for (const [index, item] of here.entries()) compare(`${path}[]`, "", item, there[index], {}, {});
  }

  function compareListsOfAccounts(path: string, here: Members, there: Members): void {
    const without = ({ data, total, total_pages, from, to, ...rest }: Members): Members => ({ ...rest });
    compareMembers(path, without(here), without(there));
    const items = (list: Members): Members[] => (list["data"] as unknown[]).filter(isObject); // `isListOfAccount` has looked
    const theirItems = items(there);
    for (const item of items(here)) {
      const theirId = known.get(String(item["id"]));
      const at = theirItems.findIndex((each) =>
        theirId === undefined ? isSameEvent(item, each) : each["id"] === theirId,
      );
      const [counterpart] = at < 0 ? [] : theirItems.splice(at, 1);
      if (counterpart) compareMembers(`${path}.data[]`, item, counterpart);
    }
  }

  /** Whether both are events of one key about counterparts: no request names an event, so none has a counterpart before it is listed. */
  function isSameEvent(here: Members, there: Members): boolean {
    const [about, theirAbout] = [here["data"], there["data"]];
    if (here["object"] !== "event" || here["key"] !== there["key"] || !isObject(about) || !isObject(theirAbout))
      return false;
    return known.has(String(about["id"])) && known.get(String(about["id"])) === theirAbout["id"];
  }

  function sameText(key: string, here: string, there: string, around: Members, around2: Members): boolean {
    if (here === there || free.has(key)) return true;
    if (timeForm.test(here) && timeForm.test(there)) {
      const [span, theirSpan] = [spanOf(key, here, around), spanOf(key, there, around2)];
      return span === null || theirSpan === null || Math.abs(span - theirSpan) <= toleranceSeconds;
    }
    if (addressForm.test(here) && addressForm.test(there) && ownAddress.test(key)) return true;
    const [ids, theirIds] = [here.match(idForm) ?? [], there.match(idForm) ?? []];
    if (plain(key, here) !== plain(key, there)) return false;
    return ids.every((id, index) => agree(id, theirIds[index] ?? "", id === here));
  }

  /** Whether two ids are of one object, as far as is known; of a new pair it is noted. */
  function agree(id: string, theirId: string, isWhole: boolean): boolean {
    const before = known.get(id) ?? pairs.get(id);
    if (before !== undefined) return before === theirId;
    if (isWhole) pairs.set(id, theirId);
    return true;
  }

  function tellTexts(path: string, key: string, here: string, there: string, around: Members, around2: Members): void {
    const bothTimes = timeForm.test(here) && timeForm.test(there);
    const since = (text: string, all: Members) => `${spanOf(key, text, all)} s after its creation`;
    if (bothTimes) found.push(`${path}: here ${since(here, around)}, there ${since(there, around2)}`);
    else if (plain(key, here) === plain(key, there))
      found.push(`${path}: there it is another object than the counterpart`);
    else tell(path, here.replace(idForm, kindOnly), there.replace(idForm, kindOnly));
  }
}

type Members = Readonly<Record<string, unknown>>;

/** Seconds from the creation of the object to a time of it; null for the creation itself, and where the object has none. */
function spanOf(key: string, time: string, around: Members): number | null {
  const created = around["created_at"] ?? around["created"]; // versions before 2019 call it so
  if (key === "created_at" || key === "created" || typeof created !== "string") return null;
  return (Date.parse(time) - Date.parse(created)) / 1_000;
}

/** A text without ids; a place, such as that of a token, without the host that it has in some answers. */
const plain = (key: string, text: string): string =>
  (key === "location" ? text.replace(/^https?:\/\/[^/]+/, "") : text).replace(idForm, kindOnly);

/** An id as it is shown in a line: lines of different requests become one. */
const kindOnly = (id: string): string => `<${id.slice(0, id.indexOf("_"))}>`;

const isListOfAccount = ({ object, data }: Members): boolean =>
  (object === "list" || object === "search") && Array.isArray(data);

const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Status of an answer, and what an error says. */
function saidBy({ status, body }: Answer): string {
  if (!isObject(body) || body["object"] !== "error") return String(status);
  const message = typeof body["message"] === "string" ? body["message"].replace(idForm, kindOnly) : "";
  return `${status} ${body["code"]}: ${message}`.slice(0, 2 * shownMax);
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value).replace(idForm, kindOnly);
  return text.length <= shownMax ? text : `${text.slice(0, shownMax)}…`;
}

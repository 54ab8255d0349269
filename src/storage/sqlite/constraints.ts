import type { DatabaseSync } from "node:sqlite";

/** Alterations of constraints in migrations, spelled and named as in PostgreSQL. */
const alteration =
  /^alter table (\w+) (?:drop constraint (\w+)|add ((?:primary key|unique|foreign key|check) .+)|alter column (\w+) drop not null)$/s;

/**
 * Runs a migration's text. SQLite cannot alter constraints, so their tables are rebuilt: the current definition is changed, the rows are copied, and
 * the indexes made again. All alterations of a text happen together, at the place of the first one.
 *
 * @throws Error where a constraint is not found, or a row would refer to a missing one
 */
export function runMigration(db: DatabaseSync, text: string): void {
  const statements = statementsOf(text);
  const first = statements.findIndex((statement) => alteration.test(statement));
  if (first < 0) return db.exec(text);
  for (const statement of statements.slice(0, first)) db.exec(statement);
  const altered = new Map<string, string>();
  for (const statement of statements) {
    const [, table, dropped, added, nullable] = alteration.exec(statement) ?? [];
    if (!table) continue;
    const definition = altered.get(table) ?? definitionOf(db, table);
    if (nullable) altered.set(table, withNull(definition, table, nullable));
    else altered.set(table, dropped ? without(definition, table, dropped) : plus(definition, String(added)));
  }
  withReferring(db, altered);
  rebuild(db, altered);
  for (const statement of statements.slice(first)) if (!alteration.test(statement)) db.exec(statement);
}

/** Adds the tables that refer to the altered ones: a table to which rows of another refer cannot be dropped alone. */
function withReferring(db: DatabaseSync, altered: Map<string, string>): void {
  const tables = db.prepare("select name from sqlite_master where type = 'table' and sql is not null").all();
  const others = new Set(tables.map(({ name }) => String(name)).filter((name) => !altered.has(name)));
  for (let grown = true; grown; ) {
    grown = false;
    for (const name of others) {
      const definition = definitionOf(db, name);
      const parents = [...definition.matchAll(/references "?(\w+)"?/g)].map(([, to = ""]) => to);
      if (!parents.some((parent) => altered.has(parent))) continue;
      altered.set(name, definition);
      others.delete(name);
      grown = true;
    }
  }
}

const statementsOf = (text: string): string[] =>
  text
    .replace(/--.*$/gm, "")
    .split(";")
    .map((statement) => statement.trim())
    .filter(Boolean);

function definitionOf(db: DatabaseSync, table: string): string {
  const row = db.prepare("select sql from sqlite_master where type = 'table' and name = ?").get(table);
  return String(row?.["sql"]).replace(/--.*$/gm, "");
}

/** The definition without one constraint. SQLite's constraints have no names, so the name that PostgreSQL gives tells which one. */
function without(definition: string, table: string, constraint: string): string {
  const [, columns = "", kind = ""] = new RegExp(`^${table}_(?:(\\w+)_)?(pkey|key|fkey|check)$`).exec(constraint) ?? [];
  const list = columns.split("_").join("\\w*, \\w*"); // `origin_key` names two columns, or one
  const places: Record<string, [RegExp, string][]> = {
    pkey: [
      [/ primary key(?! \()/, " not null"],
      [/,\s*primary key \([^)]*\)/, ""],
    ],
    key: [
      [new RegExp(`(\\b${columns} [^,\\n]*) unique(?! \\()`), "$1"],
      [new RegExp(`,\\s*unique \\(${list}\\)`), ""],
    ],
    check: [[new RegExp(`(\\b${columns} [^,\\n]*) check \\([^()]*\\)`), "$1"]],
    fkey: [[new RegExp(`(\\b${columns} [^,\\n]*) references "?\\w+"? \\(\\w+\\)`), "$1"]],
  };
  const [pattern, instead] = places[kind]?.find(([place]) => place.test(definition)) ?? [];
  if (!pattern || instead === undefined) throw new Error(`${table} has no constraint ${constraint}`);
  return definition.replace(pattern, instead);
}

/** The definition with a column that may be null. */
function withNull(definition: string, table: string, column: string): string {
  const found = new RegExp(`(\\b"?${column}"? \\w+) not null`);
  if (!found.test(definition)) throw new Error(`${table} has no column ${column} that cannot be null`);
  return definition.replace(found, "$1");
}

/** The definition with one more constraint; table constraints stand behind all columns. */
const plus = (definition: string, constraint: string): string =>
  definition.replace(/\s*\)\s*$/, `,\n  ${constraint}\n)`);

/** Rebuilds tables. The new tables have temporary names and refer to each other by these; SQLite renames references together with their tables. */
function rebuild(db: DatabaseSync, definitions: ReadonlyMap<string, string>): void {
  const names = [...definitions.keys()];
  const indexes = names.flatMap((name) =>
    db.prepare("select sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null").all(name),
  );
  const between = (name: string): string => (definitions.has(name) ? `new_${name}` : name);
  const ordered = byDependence(definitions);
  for (const name of ordered) {
    const definition = (definitions.get(name) ?? "").replace(
      /references "?(\w+)"?/g,
      (_, to) => `references ${between(to)}`,
    );
    db.exec(definition.replace(/^create table "?\w+"?/i, `create table ${between(name)}`));
    db.exec(`insert into ${between(name)} select * from ${name}`);
  }
  for (const name of ordered.toReversed()) db.exec(`drop table ${name}`);
  for (const name of ordered) db.exec(`alter table ${between(name)} rename to ${name}`);
  for (const { sql } of indexes) db.exec(String(sql));
  const [broken] = db.prepare("pragma foreign_key_check").all();
  if (broken) throw new Error(`a row of ${broken["table"]} refers to one of ${broken["parent"]} that is not there`);
}

/** Tables in order of dependence: referred tables first. */
function byDependence(definitions: ReadonlyMap<string, string>): string[] {
  const ordered = new Set<string>();
  const place = (name: string): void => {
    const definition = definitions.get(name);
    if (definition === undefined || ordered.has(name)) return;
    for (const [, to = ""] of definition.matchAll(/references "?(\w+)"?/g)) if (to !== name) place(to);
    ordered.add(name);
  };
  for (const name of definitions.keys()) place(name);
  return [...ordered];
}

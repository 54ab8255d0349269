import { type Config, Misconfigured, settings } from "../config.ts";
import { Refusal } from "../domain/base/errors.ts";
import { Outage } from "../storage/base/database.ts";

/**
 * Sentence for the operator about why a command failed, with the cure.
 *
 * @param config undefined when the settings could not be read
 */
export function sentenceOf(error: unknown, config: Config | undefined): string {
  if (error instanceof Misconfigured) return misconfigured(error);
  if (error instanceof Refusal) return error.message;
  if (error instanceof Error && error.message.startsWith(wrongVaultKey))
    return `${error.message}. Set that one, or, after a change of key, set it as CHAMRA_VAULT_KEY_PREVIOUS.`;
  const known = config && error instanceof Error ? (ofListening(error, config) ?? ofStorage(error, config)) : undefined;
  return known ?? unforeseen(error);
}

/** Beginning of the vault's error about a wrong key. */
const wrongVaultKey = "CHAMRA_VAULT_KEY is not the key";

function misconfigured({ faults }: Misconfigured): string {
  const [only, ...others] = faults;
  if (others.length === 0) return `A setting cannot be used: ${only}.`;
  return [`${faults.length} settings cannot be used:`, ...faults.map((fault) => `  ${fault}.`)].join("\n");
}

function ofListening(error: Error, { host, ...config }: Config): string | undefined {
  const { code, syscall, port = config.port } = error as NodeJS.ErrnoException & { port?: number };
  const name = port === config.port ? settings.port.name : settings.tlsPort.name;
  if (syscall === "getaddrinfo" && "hostname" in error && error.hostname === host)
    return `The address ${host} is not known: set CHAMRA_HOST to one of this machine, such as 127.0.0.1 or 0.0.0.0.`;
  if (syscall !== "listen") return undefined;
  if (code === "EADDRINUSE")
    return `Port ${port} of ${host} is taken by another program: stop that one, or choose another port with ${name}.`;
  if (code === "EADDRNOTAVAIL")
    return `The address ${host} is not one of this machine: set CHAMRA_HOST to one that is, such as 127.0.0.1 or 0.0.0.0.`;
  if (code === "EACCES") return `This user may not listen on port ${port}: choose one above 1023 with ${name}.`;
  return undefined;
}

function ofStorage(error: Error, { databaseUrl, folder }: Config): string | undefined {
  if (databaseUrl) return ofPostgres(error, new URL(databaseUrl));
  const cause = error instanceof Outage ? error.cause : error;
  const { code, syscall, errcode } = cause as NodeJS.ErrnoException & { errcode?: number };
  if (syscall === "mkdir" || syscall === "open")
    return `The data folder ${folder} cannot be used (${reasons[code ?? ""] ?? code}): set CHAMRA_DATA to a folder that this user can write.`;
  const reason = errcode === undefined ? undefined : sqliteReasons[errcode & 0xff];
  return reason && `The database in the data folder ${folder} cannot be used: ${reason}.`;
}

const reasons: Record<string, string> = {
  EACCES: "not permitted",
  EPERM: "not permitted",
  EROFS: "on a file system that is read-only",
  ENOENT: "cannot be created there",
  ENOTDIR: "a file is in its way",
  EEXIST: "it is a file",
  ENOSPC: "the disk is full",
};

/** Sentences by SQLite's primary result codes. */
const sqliteReasons: Record<number, string> = {
  5: "another program has locked it for too long",
  8: "it is read-only for this user",
  10: "the disk reports an error",
  11: "it is damaged, so restore a backup",
  13: "the disk is full",
  14: "this user may not read or write it",
  26: "chamra.db is no database of Chamra's",
};

function ofPostgres(error: Error, { hostname, port, username, pathname }: URL): string | undefined {
  const cause = error instanceof Outage ? error.cause : error;
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const server = `${hostname}:${port || 5432}`;
  const database = decodeURIComponent(pathname.slice(1) || username);
  if (code.startsWith("28"))
    return `PostgreSQL at ${server} refuses the user "${decodeURIComponent(username)}": put the right user and password into DATABASE_URL.`;
  if (code === "3D000")
    return `PostgreSQL at ${server} has no database "${database}": create it, or name another in DATABASE_URL.`;
  if (code === "42P01")
    return `The database "${database}" of PostgreSQL at ${server} has not the tables of this version of Chamra: start the gateway with it once, or name another in DATABASE_URL.`;
  if (code === "42501")
    return `PostgreSQL at ${server} does not let the user "${decodeURIComponent(username)}" create tables in "${database}": let that user own the database.`;
  if (error instanceof Outage || /^(ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)/.test(code))
    return `PostgreSQL at ${server} cannot be used (${message || code}): see that it runs, and that DATABASE_URL names it.`;
  return undefined;
}

/** Text of errors that name their own cure, and of bugs. */
function unforeseen(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.!?]$/.test(message) ? "" : "."}`;
}

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { vaultKeyFile } from "../config.ts";
import { Refusal } from "../domain/base/errors.ts";
import { command } from "./command.ts";
import { mustHaveData } from "./with-gateway.ts";

export const backupCommand = command({
  name: "backup",
  about: "Copies the embedded database to a new file, also while a gateway serves it; not the vault key.",
  args: { file: { about: "Where to; a file that does not exist yet." } },
  flags: {},
  json: true,
  run: async ({ args, config }) => {
    const { databaseUrl, folder, vaultKey } = config();
    if (databaseUrl)
      throw new Refusal("bad_request", "PostgreSQL is copied by its own pg_dump: docs/operations.md has the commands.");
    mustHaveData(folder);
    const data = folder ?? ""; // null was refused above
    const file = resolve(args.file);
    const { copySqlite } = await import("../storage/sqlite/copy.ts"); // imported here because loading the engine is slow beside `--help`
    try {
      copySqlite(data, file);
    } catch (error) {
      const why = refusals[(error as NodeJS.ErrnoException).code ?? ""];
      throw why ? new Refusal("bad_request", `${file} cannot be written: ${why}.`) : error;
    }
    const bytes = statSync(file).size;
    const key = vaultKey ? "CHAMRA_VAULT_KEY" : vaultKeyFile(resolve(data));
    return {
      text: `${file} has the database, ${bytes} bytes. It is useless without the vault key, which is not in it: keep a copy of ${key} elsewhere.\n`,
      json: { file, bytes },
    };
  },
});

const refusals: Readonly<Record<string, string>> = {
  EEXIST: "it is there already; name another",
  ENOENT: "its folder is not there",
  ENOTDIR: "its folder is a file",
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

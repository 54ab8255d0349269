import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { Refusal } from "../domain/base/errors.ts";
import type { Account } from "../domain/merchant/account.ts";
import type { Assembly } from "../main/assemble.ts";

/**
 * Lets a command work on the gateway's data, whether or not a gateway is running on them.
 * @throws Refusal when there is no database yet: a mistyped folder must not become a second, empty gateway
 */
export async function besideGateway<T>(config: Config, work: (assembly: Assembly) => Promise<T>): Promise<T> {
  if (!config.databaseUrl) mustHaveData(config.folder);
  const { assemble } = await import("../main/assemble.ts"); // imported here because loading the gateway is slow beside `--help`
  const assembly = await assemble(config);
  try {
    return await work(assembly);
  } finally {
    await assembly.close();
  }
}

/** @throws Refusal where there is no embedded database */
export function mustHaveData(folder: string | null): void {
  if (folder === null) {
    throw new Refusal("not_found", "CHAMRA_DATA=memory keeps nothing that a command could work on: name a folder.");
  }
  if (!existsSync(join(folder, "chamra.db"))) {
    throw new Refusal(
      "not_found",
      `There is no gateway's data in the folder ${folder}: start one there first with \`chamra serve\`, or set CHAMRA_DATA to the right folder.`,
    );
  }
}

/** @throws Refusal `not_found` */
export async function accountOf({ gateway }: Assembly, id: string): Promise<Account> {
  const account = await gateway.store.account.get(id);
  if (!account) throw new Refusal("not_found", `There is no account ${id}: \`chamra account list\` shows all.`);
  return account;
}

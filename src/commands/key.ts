import { grantableOf } from "../api/wire/permission.ts";
import { wireTime } from "../api/wire/shape.ts";
import { Refusal } from "../domain/base/errors.ts";
import type { Account, ApiKey } from "../domain/merchant/account.ts";
import { type KeyState, stateOfKey, works } from "../domain/merchant/key.ts";
import { type Grant, grants, type Permissions, permissionsFor } from "../domain/merchant/permission.ts";
import type { Assembly } from "../main/assemble.ts";
import { hashKey } from "../operations/merchant/gatekeeper.ts";
import { addKey, keysOf, revokeKey, textOf } from "../operations/merchant/key.ts";
import { command, UsageError } from "./command.ts";
import { columns } from "./text.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

const account = { about: "The account's id, `account_…`." };

type Ends = { expires_at: string | null; revoked_at: string | null };

/** Words of the list for each state. */
const words: Record<KeyState, (key: Ends) => string> = {
  working: () => "valid",
  expiring: ({ expires_at }) => `valid until ${expires_at}`,
  expired: ({ expires_at }) => `expired ${expires_at}`,
  revoked: ({ revoked_at }) => `revoked ${revoked_at}`,
};

export const keyCommands = [
  command({
    name: "key list",
    about: "Lists an account's keys, those that were rolled or revoked too.",
    args: { account },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const { gateway } = assembly;
        const keys = (await keysOf(gateway, owner)).reverse().map(({ key, usedAt }) => ({
          id: key.id,
          kind: key.kind,
          name: key.name,
          permissions: key.permissions,
          key: textOf(gateway, key),
          last_used_at: wireTime(usedAt),
          created_at: wireTime(key.createdAt),
          expires_at: wireTime(key.expiresAt),
          revoked_at: wireTime(key.revokedAt),
          state: stateOfKey(key, gateway.now()),
        }));
        const rows = keys.map((each) => [
          each.id,
          each.kind,
          each.name ?? "–",
          each.permissions ? written(each.permissions) : "–",
          each.created_at,
          each.last_used_at ?? "–",
          words[each.state](each),
          each.key ?? "was shown when it was made",
        ]);
        return {
          text: columns(["ID", "KIND", "NAME", "ONLY FOR", "CREATED", "LAST USED", "STATE", "KEY"], rows),
          json: keys,
        };
      }),
  }),
  command({
    name: "key create",
    about: "Gives an account another key; those before keep working until they are revoked.",
    args: { account, kind: { about: "What it opens.", oneOf: ["public", "secret"] } },
    flags: {
      name: { about: "What people call it, such as the server that has it.", takes: "name" },
      permissions: {
        about:
          "Restricts a secret key for good: resources with `read` or `write`, which includes reading, such as charge:write,refund:read.",
        takes: "list",
      },
    },
    json: true,
    run: ({ args, flags: { name = null, permissions: list }, config }) => {
      const asked = list === undefined ? null : parsePermissions(list);
      return besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const kind = args.kind === "public" ? "public" : "secret";
        const { merchantEndpoints } = await import("../api/contract.ts"); // as slow to load as the gateway
        const permissions = asked && permissionsFor(kind, asked, grantableOf(merchantEndpoints));
        const key = await addKey(assembly.gateway, owner, kind, { name, permissions });
        const onlyNow = kind === "secret" && owner.livemode;
        return {
          text: `${key}\n${onlyNow ? "It is shown only now: keep it in a safe place.\n" : ""}`,
          json: { account: owner.id, kind, permissions, key },
        };
      });
    },
  }),
  command({
    name: "key revoke",
    about: "Revokes a key: within two seconds it stops working in every gateway.",
    args: { account, key: { about: "The key, its beginning, or its id as `chamra key list` shows it." } },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const key = await findKey(assembly, owner, args.key);
        await revokeKey(assembly.gateway, key);
        return { text: `The ${key.kind} key ${key.id} is revoked.\n`, json: { id: key.id, kind: key.kind } };
      }),
  }),
];

const written = (permissions: Permissions): string =>
  Object.entries(permissions)
    .map((pair) => pair.join(":"))
    .join(",");

/** @throws UsageError unless the text is a list of permissions, each resource once */
function parsePermissions(list: string): Permissions {
  const pairs = list.split(",").map((each) => each.trim().split(":"));
  const isPair = (pair: string[]): pair is [string, Grant] =>
    pair.length === 2 && grants.some((grant) => grant === pair[1]);
  if (pairs.every(isPair) && new Set(pairs.map(([name]) => name)).size === pairs.length)
    return Object.fromEntries(pairs);
  throw new UsageError("--permissions is a list such as charge:write,refund:read", "chamra key create --help");
}

/** @throws Refusal unless `meant` names exactly one valid key */
async function findKey(assembly: Assembly, { id }: Account, meant: string): Promise<ApiKey> {
  const keys = await assembly.gateway.store.account.keys(id);
  const matching = keys.filter(
    (key) => key.id === meant || key.hash === hashKey(meant) || textOf(assembly.gateway, key)?.startsWith(meant),
  );
  const valid = matching.filter((key) => works(key, assembly.gateway.now()));
  const [found, another] = valid;
  if (found && !another) return found;
  if (another) throw new Refusal("bad_request", `"${meant}" begins ${valid.length} keys of ${id}: type more of it.`);
  throw new Refusal(
    "not_found",
    matching.length > 0
      ? `That key of ${id} has ended before.`
      : `The account ${id} has no such key: \`chamra key list ${id}\` shows all. Of live secret keys only the whole key or the id is known.`,
  );
}

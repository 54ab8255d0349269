import { createHash } from "node:crypto";
import { codeOf } from "../../domain/base/page-id.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { setLogo as decideLogo, removeLogo as decideRemoval } from "../../domain/merchant/brand.ts";
import type { Logo } from "../../domain/merchant/brand-row.ts";
import type { LogoType } from "../../domain/merchant/logo-file.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";

type Upload = { contentType: string; contents: Uint8Array };
type Decide = (current: Account, stored: Logo | undefined) => ReturnType<typeof decideRemoval>;

/** Gives the account a logo. @throws Refusal `missing_file`, `invalid_file_type`, `bad_request` */
export const setLogo = (gateway: Gateway, caller: Caller, upload: Upload | undefined): Promise<Account> =>
  change(gateway, caller, (current, stored) =>
    decideLogo(current, stored, upload, markOf(upload), gateway.clock.of(current.id)),
  );

/** Takes the account's logo away. */
export const removeLogo = (gateway: Gateway, caller: Caller): Promise<Account> =>
  change(gateway, caller, decideRemoval);

/** Saves account and file in one commit, so that no page names a file that is not there. */
function change(gateway: Gateway, caller: Caller, decide: Decide): Promise<Account> {
  return untilSaved(async () => {
    const current = (await gateway.store.account.get(caller.account.id)) ?? caller.account;
    const stored = await gateway.store.logo.get(current.id);
    const { account, logo } = decide(current, stored);
    const changes = {
      update: { accounts: [account], ...(logo && stored && { logos: [logo] }) },
      ...(logo && !stored && { insert: { logos: [logo] } }),
    };
    const remembered = { reference: account.id, result: account };
    return (await commit(gateway, account, { changes, happened: [] }, { caller, remembered })) ? account : undefined;
  });
}

/** A name for the file, by its bytes. */
const markOf = (upload: Upload | undefined): string =>
  createHash("sha256")
    .update(upload?.contents ?? "")
    .digest("hex")
    .slice(0, 16);

/** The address of an account's logo, without the host; null where it has none. */
export const logoPath = ({ id, logo }: Pick<Account, "id" | "logo">): string | null =>
  logo && `/brand/logo/${codeOf({ id })}/${logo.mark}`;

/** The logo at an address, with its type; undefined where no account has it now. */
export async function logoAt(
  { store }: Gateway,
  code: string,
  mark: string,
): Promise<{ contentType: LogoType; contents: Buffer } | undefined> {
  for (const { id, logo } of await store.account.byCode(code)) {
    if (logo?.mark !== mark) continue;
    const stored = await store.logo.get(id);
    if (stored?.mark === mark && stored.contents !== null)
      return { contentType: logo.contentType, contents: Buffer.from(stored.contents, "base64") };
  }
  return undefined;
}

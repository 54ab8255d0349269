import { Misconfigured } from "../config.ts";
import { rewrapVault } from "../vault/vault.ts";
import { command } from "./command.ts";
import { besideGateway } from "./with-gateway.ts";

export const vaultCommands = [
  command({
    name: "vault rewrap",
    about: "Puts the vault under CHAMRA_VAULT_KEY; CHAMRA_VAULT_KEY_PREVIOUS is the key that it is under now.",
    args: {},
    flags: {},
    json: true,
    run: async ({ config }) => {
      const read = config();
      const { vaultKey, previousVaultKey } = read;
      if (!vaultKey || !previousVaultKey) throw new Misconfigured(missing(vaultKey, previousVaultKey));
      return besideGateway(read, async ({ gateway }) => {
        const rewrapped = await rewrapVault(gateway.store, previousVaultKey, vaultKey);
        return {
          text:
            rewrapped === 0
              ? "Every key of the vault was under CHAMRA_VAULT_KEY already.\n"
              : `${rewrapped} keys of the vault are now under CHAMRA_VAULT_KEY: start every gateway with it, and without CHAMRA_VAULT_KEY_PREVIOUS. Backups made before still need the previous key.\n`,
          json: { rewrapped },
        };
      });
    },
  }),
];

function missing(vaultKey: Buffer | null, previousVaultKey: Buffer | null): string[] {
  return [
    ...(vaultKey ? [] : ["CHAMRA_VAULT_KEY is needed: the new key; make one with `openssl rand -base64 32`"]),
    ...(previousVaultKey
      ? []
      : [
          "CHAMRA_VAULT_KEY_PREVIOUS is needed: the key until now; a generated one is in `vault.key` of the data folder",
        ]),
  ];
}

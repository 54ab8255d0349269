import { type Config, Misconfigured, settings } from "../config.ts";
import { revise } from "../domain/base/row.ts";
import { Secret } from "../domain/base/secret.ts";
import type { Account } from "../domain/merchant/account.ts";
import { works } from "../domain/merchant/key.ts";
import { webhookSecretOf } from "../operations/event/webhook.ts";
import type { Gateway } from "../operations/gateway.ts";
import { createMerchant } from "../operations/merchant/account.ts";
import { hashKey } from "../operations/merchant/gatekeeper.ts";
import { addKey, shownKeys } from "../operations/merchant/key.ts";
import { ensureOwner } from "../operations/team/team.ts";
import type { DemoMerchant } from "../pages/demo.ts";
import { newWebhookSecret } from "../webhooks/signature.ts";

/** Makes the first account at the first start. Keys fixed in the settings also apply to a database that was made without them. */
export async function ensureFirstMerchant({ store, ...others }: Gateway, config: Config): Promise<void> {
  await store.exclusively(async (inside) => {
    const gateway: Gateway = { ...others, store: inside };
    const first = (await gateway.store.account.all()).find(({ livemode }) => !livemode);
    const { testPublicKey, testSecretKey, webhookSecret } = config;
    if (first) {
      await fixKeys(gateway, first, config);
      if (webhookSecret && webhookSecret !== webhookSecretOf(gateway, first))
        await fixWebhookSecret(gateway, first, webhookSecret);
      await ensureOwner(gateway, first, true);
      return;
    }
    const { test } = await createMerchant(
      gateway,
      {
        name: "Demo Shop",
        email: "owner@example.com",
        ...(testPublicKey && { testPublicKey }),
        ...(testSecretKey && { testSecretKey }),
        ...(webhookSecret && { testWebhookSecret: webhookSecret }),
      },
      newWebhookSecret,
    );
    await ensureOwner(gateway, test.account, true);
  });
}

/** @throws Misconfigured when a key in the settings cannot become the account's, or no longer can */
async function fixKeys(gateway: Gateway, account: Account, { testPublicKey, testSecretKey }: Config): Promise<void> {
  const fixed = [
    { kind: "public", key: testPublicKey, name: settings.testPublicKey.name },
    { kind: "secret", key: testSecretKey, name: settings.testSecretKey.name },
  ] as const;
  const faults: string[] = [];
  for (const { kind, key, name } of fixed) {
    if (!key) continue;
    const known = await gateway.store.account.keyByHash(hashKey(key));
    if (!known) await addKey(gateway, account, kind, { key });
    else if (known.account !== account.id)
      faults.push(
        `${name} is a key of the account ${known.account}, not of the first one, ${account.id}: choose another`,
      );
    else if (!works(known, gateway.now())) faults.push(`${name} is a key that was revoked or rolled: choose another`);
  }
  if (faults.length > 0) throw new Misconfigured(faults);
}

/** The demo shop's merchant: the first test account; null where it has no keys that can be shown. */
export async function demoMerchant(gateway: Gateway): Promise<DemoMerchant | null> {
  const account = (await gateway.store.account.all()).find(({ livemode }) => !livemode);
  if (!account) return null;
  const { publicKey, secretKey } = await shownKeys(gateway, account); // including keys of the settings, until they are rolled
  if (!publicKey || !secretKey) return null;
  return { publicKey, secretKey, webhookSecret: webhookSecretOf(gateway, account) };
}

async function fixWebhookSecret({ store, vault, now }: Gateway, account: Account, secret: string): Promise<void> {
  const webhookSecret = vault.keyring.sealText(new Secret(secret), account.id);
  await store.save({ update: { accounts: [revise(account, { webhookSecret, webhookSecretSince: now() })] } });
}

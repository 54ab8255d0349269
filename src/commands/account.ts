import { existsSync, readFileSync } from "node:fs";
import { extname } from "node:path";
import { wireTime } from "../api/wire/shape.ts";
import { countryCodes } from "../domain/base/country.ts";
import { Refusal } from "../domain/base/errors.ts";
import { type Account, type ApiVersion, apiVersions } from "../domain/merchant/account.ts";
import { colorIn } from "../domain/merchant/brand.ts";
import type { LogoType } from "../domain/merchant/logo-file.ts";
import type { Assembly } from "../main/assemble.ts";
import { webhookSecretOf } from "../operations/event/webhook.ts";
import { type AccountPatch, createMerchant, updateAccount } from "../operations/merchant/account.ts";
import { logoPath, removeLogo, setLogo } from "../operations/merchant/brand.ts";
import { shownKeys } from "../operations/merchant/key.ts";
import { ensureOwner } from "../operations/team/team.ts";
import { checkEndpoint } from "../webhooks/address.ts";
import { newWebhookSecret } from "../webhooks/signature.ts";
import { command, type Printed, UsageError } from "./command.ts";
import { columns, pairs } from "./text.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

const account = { about: "Its id, `account_…`." };
const onOff = ["on", "off"] as const;

export const accountCommands = [
  command({
    name: "account list",
    about: "Lists all accounts: each merchant has one for test and one for live mode.",
    args: {},
    flags: {},
    json: true,
    run: ({ config }) =>
      besideGateway(config(), async ({ gateway }) => {
        const accounts = await gateway.store.account.all();
        const rows = accounts.map((each) => [
          each.id,
          modeOf(each),
          each.country,
          wireTime(each.createdAt),
          each.email,
          each.name,
        ]);
        return {
          text: columns(["ID", "MODE", "COUNTRY", "CREATED", "EMAIL", "NAME"], rows),
          json: accounts.map(summary),
        };
      }),
  }),
  command({
    name: "account create",
    about: "Creates a merchant: a test and a live account, each with its keys.",
    args: {},
    flags: {
      name: { about: "What payers read on the payment pages.", takes: "name", required: true },
      email: { about: "The merchant's address.", takes: "email", required: true },
      country: {
        about: "Where it is, and so its currency; TH by default, and not changed later.",
        takes: "code",
        oneOf: countryCodes,
      },
      owner: { about: "Who signs in to its dashboard first; by default whoever has that address.", takes: "email" },
    },
    json: true,
    run: ({ flags, config }) => {
      for (const name of ["email", "owner"] as const)
        if (!/^\S+@\S+$/.test(flags[name] ?? flags.email))
          throw new UsageError(`--${name} must be an address, not "${flags[name]}".`, "chamra account create --help");
      const owner = (flags.owner ?? flags.email).toLowerCase();
      const country = countryCodes.find((code) => code === flags.country) ?? "TH";
      return besideGateway(config(), async (assembly) => {
        if (await assembly.gateway.store.member.byEmail(owner))
          throw new Refusal("bad_request", `${owner} is a member of a team already: name another with --owner.`);
        const { test, live } = await createMerchant(assembly.gateway, { ...flags, country }, newWebhookSecret);
        await ensureOwner(assembly.gateway, live.account, false, owner);
        const [testDetails, liveDetails] = await Promise.all(
          [test, live].map((made) => details(assembly, made.account, made)),
        );
        return {
          text: `${textOf(testDetails)}\n${textOf(liveDetails)}\nThe live secret key is shown only now: keep it in a safe place.\n\`chamra dashboard link --email ${owner}\` makes a link for the owner to the dashboard.\n`,
          json: { test: testDetails, live: liveDetails },
        };
      });
    },
  }),
  command({
    name: "account show",
    about: "Shows an account: its settings, its webhook secret and the keys that may be shown.",
    args: { account },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => printed(assembly, await accountOf(assembly, args.account))),
  }),
  command({
    name: "account update",
    about: "Changes settings of an account.",
    args: { account },
    flags: {
      name: { about: "What payers read on the payment pages.", takes: "name" },
      "webhook-uri": { about: 'Where its events are sent; "" for nowhere.', takes: "uri" },
      "three-d-secure": {
        about: "Whether plain card charges authenticate the cardholder.",
        takes: "on|off",
        oneOf: onOff,
      },
      "zero-interest": {
        about: "Whether the merchant pays installment interest unless a source says otherwise.",
        takes: "on|off",
        oneOf: onOff,
      },
      color: { about: "Colour of the payers' pages, such as #0f6b5c; \"\" for the gateway's own.", takes: "color" },
      logo: { about: 'Logo on the payers\' pages: a PNG, JPEG or SVG; "" for none.', takes: "file" },
      "api-version": { about: "The form of answers and events by default.", takes: "version", oneOf: apiVersions },
    },
    json: true,
    run: ({ args, flags, config }) => {
      const patch = patchOf(flags);
      const logo = flags.logo ? logoFile(flags.logo) : undefined;
      if (Object.keys(patch).length === 0 && flags.logo === undefined)
        throw new UsageError("Nothing to change was named.", "chamra account update --help");
      return besideGateway(config(), async (assembly) => {
        const current = await accountOf(assembly, args.account);
        const faults = patch.webhookUri ? checkEndpoint(patch.webhookUri, current.livemode) : [];
        if (faults.length > 0)
          throw new UsageError(`--webhook-uri ${faults.join(" and ")}.`, "chamra account update --help");
        const caller = { account: current, intention: null };
        const { gateway } = assembly;
        const updated = await updateAccount(gateway, caller, patch);
        if (flags.logo === undefined) return printed(assembly, updated);
        return printed(assembly, await (logo ? setLogo(gateway, caller, logo) : removeLogo(gateway, caller)));
      });
    },
  }),
];

function patchOf(
  flags: Record<
    "name" | "webhook-uri" | "three-d-secure" | "zero-interest" | "color" | "api-version",
    string | undefined
  >,
): AccountPatch {
  const { name, "webhook-uri": webhookUri, "three-d-secure": threeDSecure, "zero-interest": zeroInterest } = flags;
  return {
    ...(name && { name }),
    ...(webhookUri !== undefined && { webhookUri: webhookUri || null }),
    ...(threeDSecure && { threeDSecure: threeDSecure === "on" }),
    ...(zeroInterest && { zeroInterestInstallments: zeroInterest === "on" }),
    ...(flags.color !== undefined && { brandColor: colorOf(flags.color) }),
    ...(flags["api-version"] && { apiVersion: flags["api-version"] as ApiVersion }), // the flag takes only versions
  };
}

function colorOf(text: string): string | null {
  if (text === "") return null;
  const color = colorIn(text);
  if (color === undefined)
    throw new UsageError(`--color must be a colour such as #0f6b5c, not "${text}".`, "chamra account update --help");
  return color;
}

/** A file as its sender would describe it: by the end of its name. */
function logoFile(name: string): { contentType: string; contents: Buffer } {
  const types: Record<string, LogoType> = {
    png: "image/png",
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    svg: "image/svg+xml",
  };
  const contentType = types[extname(name).slice(1).toLowerCase()];
  if (!contentType || !existsSync(name))
    throw new UsageError(`--logo must be a PNG, JPEG or SVG file, not "${name}".`, "chamra account update --help");
  return { contentType, contents: readFileSync(name) };
}

const modeOf = ({ livemode }: Account): string => (livemode ? "live" : "test");

function summary(each: Account) {
  return {
    id: each.id,
    livemode: each.livemode,
    name: each.name,
    email: each.email,
    country: each.country,
    currency: each.currency,
    created_at: wireTime(each.createdAt),
  };
}

type Keys = { publicKey: string | null; secretKey: string | null };

async function details({ gateway }: Assembly, each: Account, keys: Keys) {
  const logo = logoPath(each);
  return {
    ...summary(each),
    public_key: keys.publicKey,
    secret_key: keys.secretKey,
    webhook_uri: each.webhookUri,
    webhook_secret: webhookSecretOf(gateway, each),
    three_d_secure: each.threeDSecure,
    zero_interest_installments: each.zeroInterestInstallments,
    color: each.brandColor,
    logo_uri: logo && `${gateway.publicUrl()}${logo}`,
    api_version: each.apiVersion,
  };
}

async function printed(assembly: Assembly, each: Account): Promise<Printed> {
  const json = await details(assembly, each, await shownKeys(assembly.gateway, each));
  return { text: textOf(json), json };
}

function textOf(shown: Awaited<ReturnType<typeof details>> | undefined): string {
  if (!shown) return "";
  return pairs([
    ["Account", `${shown.id} (${shown.livemode ? "live" : "test"})`],
    ["Name", shown.name],
    ["Email", shown.email],
    ["Country", `${shown.country} (${shown.currency})`],
    ["Created", shown.created_at],
    ["Public key", shown.public_key ?? "none"],
    ["Secret key", shown.secret_key ?? (shown.livemode ? "was shown when it was made" : "none")],
    ["Webhook endpoint", shown.webhook_uri ?? "none"],
    ["Webhook secret", shown.webhook_secret],
    ["3-D Secure", shown.three_d_secure ? "on" : "off"],
    ["Zero interest", shown.zero_interest_installments ? "on" : "off"],
    ["Colour", shown.color ?? "the gateway's own"],
    ["Logo", shown.logo_uri ?? "none"],
    ["API version", shown.api_version],
  ]);
}

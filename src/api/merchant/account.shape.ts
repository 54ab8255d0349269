import { z } from "zod";
import { dateInBangkok } from "../../domain/base/bangkok.ts";
import { inMainUnits } from "../../domain/base/money.ts";
import { type Account, apiVersions } from "../../domain/merchant/account.ts";
import { currenciesOf } from "../../domain/payment/method.ts";
import { paysOut } from "../../domain/payout/thai-bank.ts";
import { transferLimits, transferPrice } from "../../domain/payout/transfer.ts";
import type { View } from "../wire/endpoint.ts";
import { type Shape, wireTime } from "../wire/shape.ts";
import * as value from "../wire/values.ts";

const names = z.array(z.string());

export const accountShape = {
  name: "account",
  schema: z.object({
    object: z.literal("account"),
    id: value.id("account"),
    team: value.id("acct"),
    livemode: z.boolean(),
    location: z.string(),
    country: z.string(),
    currency: value.currency,
    email: z.string(),
    created_at: value.time,
    supported_currencies: z.array(value.currency),
    api_version: z.enum(apiVersions),
    auto_activate_recipients: z.boolean(),
    chain_enabled: z.boolean(),
    zero_interest_installments: z.boolean(),
    chain_return_uri: z.string().nullable(),
    webhook_uri: z.string().nullable(),
    metadata_export_keys: z.object({ charge: names, transfer: names, refund: names, dispute: names }),
    chaining_allowed: z.boolean(),
    last_updated_api_version: z.string(),
    transfer_config: z.object({
      min_transfer_amount: z.string(),
      max_transfer_amount: z.string(),
      same_bank_max_transfer_amount: z.string(),
      is_payout_enabled: z.boolean(),
      fee: z.string(),
      provider: z.string(),
      merchant_id: z.string(),
      transfer_service_availability: z.null(),
      max_active_realtime_transfer_schedules: z.null(),
    }),
  }),
} satisfies Shape;

/** The account, with the currencies that its methods take, its own first. */
export function presentAccount(account: Account, { methods }: Pick<View, "methods">) {
  return {
    object: "account" as const,
    id: account.id,
    team: account.team,
    livemode: account.livemode,
    location: "/account",
    country: account.country,
    currency: account.currency,
    email: account.email,
    created_at: wireTime(account.createdAt),
    supported_currencies: [...new Set([account.currency, ...methods.in(account.currency).all.flatMap(currenciesOf)])],
    api_version: account.apiVersion,
    auto_activate_recipients: account.autoActivateRecipients,
    chain_enabled: account.chainEnabled,
    zero_interest_installments: account.zeroInterestInstallments,
    chain_return_uri: account.chainReturnUri,
    webhook_uri: account.webhookUri,
    metadata_export_keys: account.metadataExportKeys,
    chaining_allowed: true,
    last_updated_api_version: dateInBangkok(account.apiVersionSince),
    transfer_config: transferConfig(account),
  };
}

/** Settings of transfers, recorded in 2025, with the limits of the capability. `is_payout_enabled` was false there though transfers could be made. */
function transferConfig(account: Account) {
  const { min, max, fee } = paysOut(account) ? { ...transferLimits, fee: transferPrice } : { min: 0, max: 0, fee: 0 };
  return {
    min_transfer_amount: inDecimals(min, account),
    max_transfer_amount: inDecimals(max, account),
    same_bank_max_transfer_amount: inDecimals(max, account),
    is_payout_enabled: false,
    fee: inDecimals(fee, account),
    provider: "",
    merchant_id: "",
    transfer_service_availability: null,
    max_active_realtime_transfer_schedules: null,
  };
}

/** An amount in main units without thousands separator, as only this object has it. */
const inDecimals = (amount: number, { currency }: Account): string => inMainUnits(amount, currency).replaceAll(",", "");

export const apiVersionsShape = {
  name: "api_versions",
  schema: z.object({
    object: z.literal("api_versions"),
    location: z.string(),
    api_version: z.enum(apiVersions),
    versions: z.array(z.enum(apiVersions)),
  }),
} satisfies Shape;

export function presentApiVersions(account: Account) {
  return {
    object: "api_versions" as const,
    location: "/account/api_versions",
    api_version: account.apiVersion,
    versions: apiVersions,
  };
}

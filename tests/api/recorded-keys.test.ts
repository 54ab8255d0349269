import { expect, test } from "vitest";
import { newestVersion } from "../../src/api/wire/version.ts";
import { aToken, cardCharge, installmentCharge, kplusCharge } from "../kit/builders.ts";
import { aDispute, upload } from "../kit/dispute-builders.ts";
import { aGateway } from "../kit/gateway.ts";
import { aRecipient, aTransfer } from "../kit/payout-builders.ts";

/**
 * Objects of the original as they were recorded: keys in their order, each with the kinds of its values; `?` marks a key that some recordings lack.
 * Versions: 2025 (2019-05-29), November 2017 and April 2015 (2014-07-27).
 */
const recorded: Record<string, Record<string, string>> = {
  "2019-05-29": {
    account: `object:text id:text team:text livemode:flag location:text country:text currency:text email:text
      created_at:time supported_currencies:list api_version:text auto_activate_recipients:flag chain_enabled:flag
      zero_interest_installments:flag chain_return_uri:null webhook_uri:null metadata_export_keys:object
      chaining_allowed:flag last_updated_api_version:text transfer_config:object`,
    balance: `object:text livemode:flag location:text currency:text total:number transferable:number reserve:number
      on_hold:number created_at:time`,
    capability: `object:text location:text banks:list limits:object payment_methods:list country:text
      tokenization_methods:list zero_interest_installments:flag`,
    payment_method: `object:text name:text currencies:list card_brands:list|null installment_terms:list|null
      loan_installment_terms:list|null banks:list provider:null`,
    transaction: `object:text id:text livemode:flag currency:text amount:number location:text direction:text key:text
      origin:text transferable_at:time created_at:time`,
    refund: `object:text id:text location:text livemode:flag voided:flag currency:text amount:number metadata:object
      charge:text capture:null terminal:null transaction:text status:text funding_amount:number
      funding_currency:text created_at:time acquirer_reference_number:null approval_code:null`,
    charge: `object:text id:text location:text amount:number authorization_type?:null|text authorized_amount?:number
      captured_amount?:number acquirer_reference_number?:null net:number fee:number fee_vat:number interest:number
      interest_vat:number funding_amount:number refunded_amount:number transaction_fees:object platform_fee:object
      currency:text funding_currency:text ip:null|text refunds:object link:null description:null|text
      metadata:object missing_3ds_fields?:list card:null|object source:null|object schedule:null
      linked_account?:null customer:null|text dispute:null|object transaction:null|text failure_code:null|text
      failure_message:null|text merchant_advice?:null merchant_advice_code?:null status:text
      authorize_uri:null|text return_uri:null|text created_at:time paid_at:null|time authorized_at?:null|time
      expires_at:time expired_at:null|time reversed_at:null|time multi_capture?:flag
      zero_interest_installments:flag branch:null terminal:null device:null authorized:flag capturable:flag
      capture:flag disputable:flag livemode:flag refundable:flag partially_refundable?:flag reversed:flag
      reversible:flag voided:flag paid:flag expired:flag can_perform_void?:flag approval_code?:null`,
    dispute: `object:text id:text livemode:flag location:text currency:text amount:number funding_amount:number
      funding_currency:text metadata:object charge:text documents:object transactions:list admin_message:null
      message:null|text reason_code:text reason_message:text status:text closed_at:null|time created_at:time`,
    document: `object:text livemode:flag id:text deleted:flag filename:text location:text download_uri:null|text
      created_at:time`,
    token: `object:text id:text livemode:flag location:text used:flag charge_status:text card:null|object
      created_at:time`,
    card: `object:text id:text livemode:flag location:null|text deleted:flag street1:null|text street2:null
      city:null|text state:null phone_number:null|text postal_code:null|text country:text financing:text bank:text
      brand:text fingerprint:text first_digits:null last_digits:text name:text expiration_month:null|number
      expiration_year:null|number security_code_check:flag tokenization_method:null created_at:time`,
    recipient: `object:text id:text livemode:flag location:text deleted:flag bank_account:object active:flag default:flag
      verified:flag description:null|text email:null|text failure_code:null name:text tax_id:text type:text
      created_at:time schedule:null metadata:object verified_at:null|time activated_at:null|time`,
    bank_account: `object:text livemode:flag last_digits:text account_number:text name:text type:null created_at:time
      brand:text bank_code:text branch_code:null`,
    transfer: `object:text id:text livemode:flag location:text deleted:flag fail_fast:flag paid:flag sent:flag
      sendable:flag currency:text amount:number fee:number metadata:object recipient:text bank_account:object
      failure_code:null failure_message:null paid_at:null|time sent_at:null|time balance_hold_at:null created_at:time
      transactions:list schedule:null fee_vat:number net:number total_fee:number split_transfer_group_id:null`,
    forex: `object:text rate:number location:text livemode:flag base:text quote:text`,
    event: `object:text id:text livemode:flag location:text webhook_deliveries:list data:object key:text created_at:time`,
    list: `object:text data:list limit:number offset:number total:number location:text order:text from:time to:time`,
    search: `object:text export:null data:list page:number per_page:number total:number total_pages:number filters:object
      location:text order:text query:text scope:text aggregate_level:null`,
  },
  "2017-11-02": {
    account: `object:text id:text livemode:flag location:text email:text currency:text supported_currencies:list
      created:time`,
    balance: `object:text livemode:flag location:text available:number total:number currency:text reserve_amount:number`,
    transaction: `object:text id:text location:text type:text amount:number currency:text transferable:time source:text
      created:time`,
    refund: `object:text id:text location:text amount:number currency:text voided:flag charge:text transaction:text
      created:time`,
    charge: `object:text id:text livemode:flag location:text amount:number currency:text description:null metadata:object
      status:text capture:flag authorized:flag reversed:flag paid:flag transaction:null|text refunded:number
      refunds:object return_uri:null|text reference:null|text authorize_uri:null|text failure_code:null
      failure_message:null card:null|object customer:null ip:null dispute:null|object created:time source:null|object`,
    dispute: `object:text id:text livemode:flag location:text amount:number currency:text status:text transaction:text
      message:null|text reason_code:text reason_message:text charge:text documents:object created:time
      closed_at:null|time`,
    document: `object:text id:text livemode:flag location:text filename:text created:time`,
    token: `object:text id:text livemode:flag location:text used:flag card:object created:time`,
    card: `object:text id:text livemode:flag location?:text country:text city:null|text postal_code:null|text
      financing:text bank:text last_digits:text brand:text expiration_month:number expiration_year:number
      fingerprint:text name:text security_code_check:flag created:time`,
    recipient: `object:text id:text livemode:flag location:text verified:flag active:flag name:text email:text
      description:text type:text tax_id:null|text bank_account:object failure_code:null created:time`,
    bank_account: "object:text brand:text last_digits:text name:text created:time",
    transfer: `object:text id:text livemode:flag location:text recipient:text bank_account:object sent:flag paid:flag
      amount:number currency:text fee:number fail_fast:flag failure_code:null failure_message:null transaction:null|text
      created:time sent_at:null|time paid_at:null|time`,
    forex: `object:text from:text to:text rate:number location:text`,
    event: `object:text id:text livemode:flag location:text key:text created:time data:object`,
    list: `object:text from:time to:time offset:number limit:number total:number order:null|text location:text
      data:list`,
    search: `object:text order:text scope:text query:text filters:object page:number per_page:number location:text
      total_pages:number total:number data:list`,
  },
  "2014-07-27": {
    account: `object:text id:text email:text created:time`,
    balance: `object:text livemode:flag available:number total:number currency:text`,
    transaction: `object:text id:text type:text amount:number currency:text created:time`,
    charge: `object:text id:text livemode:flag location:text amount:number currency:text description:text capture:flag
      authorized:flag captured:flag transaction:text refunded:number refunds:object return_uri:text reference:text
      authorize_uri:text failure_code:null failure_message:null card:object customer:null ip:text dispute:null|object
      created:time`,
    dispute: `object:text id:text livemode:flag location:text amount:number currency:text status:text message:text
      charge:text created:time`,
    card: `object:text id:text livemode:flag country:text city:text postal_code:text financing:text last_digits:text
      brand:text expiration_month:number expiration_year:number fingerprint:text name:text
      security_code_check:flag created:time`,
    recipient: `object:text id:text livemode:flag location:text verified:flag active:flag name:text email:text
      description:text type:text tax_id:text bank_account:object failure_code:null created:time`,
    bank_account: "object:text brand:text last_digits:text name:text created:time",
    transfer: `object:text id:text livemode:flag location:text sent:flag paid:flag amount:number currency:text
      failure_code:null failure_message:null transaction:null created:time`,
    list: `object:text from:time to:time offset:number limit:number total:number data:list location:text`,
  },
};

test.each(Object.entries(recorded))(
  "in %s whatever was recorded has its keys in their order, and values of their kinds",
  async (version, tables) => {
    const gateway = await aGateway();
    await gateway.call("PATCH", "/account/api_version", { body: { api_version: version } }); // for events, which keep it
    const { json: paid } = await cardCharge(gateway, {
      metadata: { order: 1 },
      description: "Order 1",
      ip: "203.0.113.1",
    });
    await gateway.call("POST", `/charges/${paid.id}/refunds`, { body: { amount: 10000 } });
    const { json: declined } = await cardCharge(gateway, {}, "4111111111140011");
    const { json: challenged } = await cardCharge(gateway, {
      authentication: "3DS",
      return_uri: "https://shop.example",
    });
    const { json: held } = await cardCharge(gateway, { capture: false, authorization_type: "pre_auth" });
    const { json: kplus } = await kplusCharge(gateway);
    const { json: installments } = await installmentCharge(gateway);
    const { json: transfer } = await aTransfer(gateway, { amount: 20_000 });
    await gateway.call("POST", `/transfers/${transfer.id}/mark_as_paid`);
    await aTransfer(gateway, { amount: 20_000, recipient: (await aRecipient(gateway)).json.id });
    const dispute = await aDispute(gateway);
    await upload(gateway, dispute.id);
    const paths = [
      ...[
        "/account",
        "/balance",
        "/capability",
        "/transactions",
        "/refunds",
        "/charges",
        "/events",
        "/charges/search",
        "/recipients",
        "/transfers",
        "/forex/usd",
      ],
      ...["/disputes", `/disputes/${dispute.id}/documents`, `/charges/${dispute.charge}`],
      ...[paid, declined, challenged, held, kplus, installments].map(({ id }) => `/charges/${id}`),
      `/tokens/${await aToken(gateway)}`,
    ];
    const seen = new Set<string>();
    for (const path of paths) {
      const key = path.startsWith("/tokens") ? gateway.publicKey : gateway.secretKey;
      const { json } = await gateway.call("GET", path, { key, headers: { "Omise-Version": version } });
      for (const object of objectsIn(json)) {
        const table = tables[String(object.object)];
        if (!table) continue; // not recorded in this version
        seen.add(String(object.object));
        expect(faultsOf(object, table, version), `${object.object} at ${path}`).toEqual([]);
      }
    }
    expect([...seen].sort()).toEqual(Object.keys(tables).sort());
  },
);

type Value = Record<string, unknown>;

/** All objects of the API in an answer; data of events are in a version of their own. */
function objectsIn(value: unknown): Value[] {
  if (typeof value !== "object" || value === null) return [];
  const { object, data, ...rest } = value as Value;
  const within = Object.values(object === "event" ? rest : { ...rest, data }).flatMap(objectsIn);
  return typeof object === "string" && !Array.isArray(value) ? [value as Value, ...within] : within;
}

function faultsOf(object: Value, table: string, version: string): string[] {
  const rows = table.split(/\s+/).map((each) => {
    const [, key = "", maybe, kinds = ""] = /^(\w+)(\??):(.*)$/.exec(each) ?? [];
    return { key, always: maybe === "", kinds: kinds.split("|") };
  });
  const keys = Object.keys(object);
  const wanted = rows.filter(({ key, always }) => always || keys.includes(key)).map(({ key }) => key);
  const known = keys.filter((key) => rows.some((row) => row.key === key));
  const strange = version === newestVersion ? keys.filter((key) => !known.includes(key)) : []; // older ones have additions
  return [
    ...(known.join() === wanted.join() ? [] : [`keys are ${known.join(" ")}, recorded ${wanted.join(" ")}`]),
    ...strange.map((key) => `${key} was not recorded`),
    ...rows.flatMap(({ key, kinds }) => {
      const found = key in object ? kindOf(object[key]) : undefined;
      // the few older recordings do not show everything that may be null, or may not
      const says = version === newestVersion || (found !== "null" && kinds.some((kind) => kind !== "null"));
      if (found === undefined || !says || kinds.includes(found)) return [];
      return [`${key} is ${found}, recorded ${kinds.join()}`];
    }),
  ];
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "string") return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) ? "time" : "text";
  return { boolean: "flag", number: "number" }[typeof value as string] ?? "object";
}

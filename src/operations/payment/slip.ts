import { type Slip, slipIn } from "../../connectors/slip/slip.ts";
import type { SlipPayment } from "../../connectors/upstream.ts";
import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import { inMainUnits } from "../../domain/base/money.ts";
import { type Charge, isDecided, statusOf } from "../../domain/payment/charge.ts";
import { isDefect } from "../defect.ts";
import type { Gateway } from "../gateway.ts";
import { slipAt } from "../upstream/connection.ts";
import { attend } from "./due-charge.ts";

type BankSlip = Extract<Slip, { kind: "bank" }>;

/** A slip as its bank knows it. */
export type CheckedSlip = {
  slip: BankSlip;
  /** The upstream that knows the payment, and what it says of it; null where none of the account's does. */
  found: { upstream: string; payment: SlipPayment } | null;
  /** Our charge that the payment names. */
  charge: Charge | null;
  /** Why the slip settles nothing; null where it can settle the charge. */
  problem: string | null;
};

/**
 * Reads the text of a slip's QR code and asks the account's banks about the payment. The code alone proves nothing: anybody can print one.
 *
 * @throws Refusal `bad_request` for another text, for a slip that no bank can be asked about, and where a bank does not answer
 */
export async function checkSlip(gateway: Gateway, account: AccountId, text: string): Promise<CheckedSlip> {
  const slip = slipIn(text);
  if (!slip) throw new Refusal("bad_request", "text is not that of a slip's QR code");
  if (slip.kind !== "bank") throw new Refusal("bad_request", "no bank can be asked about a slip of a wallet");
  const found = await findPayment(gateway, account, slip);
  const charge = found?.payment.reference
    ? await chargeOf(gateway, account, found.upstream, found.payment.reference)
    : null;
  return { slip, found, charge, problem: problemOf(found?.payment, charge) };
}

/**
 * Settles the charge that a slip's payment names. The bank is asked about the charge as after a notification, so the slip only brings the question
 * forward. The act stands in the audit log.
 *
 * @returns the slip with the charge as it is afterwards
 * @throws Refusal `bad_request` where the slip settles nothing, with the reason
 */
export async function settleBySlip(gateway: Gateway, account: AccountId, text: string): Promise<CheckedSlip> {
  const checked = await checkSlip(gateway, account, text);
  if (checked.problem !== null || !checked.charge)
    throw new Refusal("bad_request", `this slip settles nothing: ${checked.problem}`);
  const { id } = checked.charge;
  await gateway.note({ slip: `${checked.slip.sendingBank} ${checked.slip.transRef}`, charge: id });
  await attend(gateway, checked.charge);
  return { ...checked, charge: (await gateway.store.charge.get(account, id)) ?? null };
}

/** The payment as the first of the account's banks knows it that does. */
async function findPayment(gateway: Gateway, account: AccountId, slip: BankSlip): Promise<CheckedSlip["found"]> {
  const connections = await gateway.store.connection.ofAccount(account);
  let asked = 0;
  for (const { id, endedAt } of connections) {
    const upstream = gateway.upstreams.find(id);
    const ask = upstream && endedAt === null ? await slipAt(gateway, account, upstream) : undefined;
    if (!upstream || !ask) continue;
    asked += 1;
    const payment = await ask(slip).catch((error: unknown) => {
      if (isDefect(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new Refusal("bad_request", `${upstream.label.en} did not tell of the slip: ${why}`);
    });
    if (payment) return { upstream: upstream.name, payment };
  }
  if (asked === 0) throw new Refusal("bad_request", "this account is connected to no bank that knows slips");
  return null;
}

async function chargeOf(
  { store }: Gateway,
  account: AccountId,
  upstream: string,
  reference: string,
): Promise<Charge | null> {
  const named = await store.search.named(account, reference);
  return named.find((charge) => charge.upstream === upstream) ?? null;
}

function problemOf(payment: SlipPayment | undefined, charge: Charge | null): string | null {
  if (!payment) return "no bank of this account knows the payment";
  if (payment.toUs === false) return "the money went to another receiver";
  if (!charge) return "the payment names no charge of this account";
  const [paid, asked] = [payment, charge].map(({ amount, currency }) => `${inMainUnits(amount, currency)} ${currency}`);
  if (paid !== asked) return `${paid} was paid, the charge is of ${asked}`;
  return isDecided(charge) ? `the charge is ${statusOf(charge)} already` : null;
}

import { type Bounded, bounded } from "../../domain/base/bounded.ts";
import { minutes, seconds, type Time } from "../../domain/base/time.ts";
import { fieldsOf } from "../answers.ts";
import type { BankAnswer, BankRequest, PaymentReference } from "../bank.ts";
import { fieldsIn, isWhole } from "../phone/qr.ts";
import type { ByReference } from "./bills.ts";
import { pending, type Reach, succeeded, unknown } from "./reach.ts";
import { bahtNumber, bangkokText, type CodeRequest, decimals, paths, satangOf } from "./wire.ts";

/** How much earlier than its charge a code ends: a payment of the last moment has become known by the time that we ask for the last time. */
const endsBefore = minutes(2);

/** Codes of this process that may not have been saved. */
const codesMax = 1_000;

/** The end of a code: before its charge's, however short that lives. */
export const codeEnd = ({ openedAt, expiresAt }: Pick<PaymentReference, "openedAt" | "expiresAt">): Time =>
  Math.floor((expiresAt - Math.min(endsBefore, (expiresAt - openedAt) / 2)) / seconds(1)) * seconds(1);

/** PromptPay by codes of tag 30. SCB has no id for one: what it knows it by is our first reference. */
export function scbCodes(reach: Reach, byReference: ByReference) {
  const { call, now, biller, references } = reach;
  const given: Bounded<string> = bounded(codesMax);

  /** Asks for a code, once: one whose answer was lost has been seen by nobody, and one that was seen is not asked for again. */
  async function open(request: BankRequest): Promise<BankAnswer> {
    const { reference, amount, upstreamId, again } = request;
    const text = given.get(reference);
    if (again || upstreamId !== null || text !== undefined) {
      const earlier = await byReference(request);
      if (earlier.answer !== "pending") return earlier;
      if (text !== undefined) return shown(reference, text);
      if (upstreamId !== null) return { answer: "pending", upstreamId };
    }
    const end = codeEnd(request);
    if (end <= now()) return pending;
    const body: CodeRequest = {
      ...{ qrType: "PP", ppType: "BILLERID", ppId: biller },
      amount: decimals(amount),
      ...references(reference),
      numberOfTimes: 1,
      expiryDate: bangkokText(end),
    };
    const { data } = succeeded(await call({ method: "POST", path: paths.code, body }));
    const { qrRawData: code } = fieldsOf(fieldsOf(data)["data"]);
    if (typeof code !== "string" || !isFor(code, body.ref1, amount))
      return unknown("SCB gave a code that is not for this payment");
    given.set(reference, code);
    return shown(reference, code);
  }

  const shown = (reference: string, code: string): BankAnswer => ({
    answer: "pending",
    next: { scan: code, as: "qr" },
    upstreamId: references(reference).ref1,
  });

  /** Whether a code pays this amount to our biller under the reference. Nothing else is ever shown to a payer. */
  function isFor(code: string, ref1: string, amount: number): boolean {
    if (!isWhole(code)) return false;
    const fields = fieldsIn(code);
    const receiver = fieldsIn(fields.get("30") ?? "");
    return (
      receiver.get("01") === biller &&
      receiver.get("02") === ref1 &&
      satangOf(fields.get("54")) === amount &&
      fields.get("53") === bahtNumber
    );
  }

  /** A code cannot be ended. It is over when its charge's time is, since it ends before. */
  async function cancel(about: PaymentReference): Promise<BankAnswer> {
    const found = await byReference(about);
    if (found.answer !== "pending" || now() >= about.expiresAt) return found;
    return unknown(`SCB cannot end a code; it may be paid until ${bangkokText(codeEnd(about))}`);
  }

  return { open, inquire: byReference, cancel };
}

import type { Changes } from "../../domain/changes.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, may } from "../../domain/payment/charge.ts";
import { type ChargeRequest, plainRequest } from "../../domain/payment/create-charge.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";
import { askFirst, newCharge } from "../payment/charge.ts";
import { closeUnpaid } from "../payment/settle-charge.ts";

/** What a payer gave on a page of ours: a source or a card's token, made by the payment form, and where they are and read. */
export type HostedPayment = {
  source: string | undefined;
  card: string | undefined;
  ip: string;
  language: string | null;
};

/** What differs between charges that are made on pages of ours. */
type Hosted = Pick<ChargeRequest, "amount" | "currency"> &
  Partial<Pick<ChargeRequest, "capture" | "description" | "metadata" | "link" | "checkoutSession">> & {
    /** Address of the page that tells the result of the charge. */
    result: string;
  };

/**
 * Makes the charge of a payer who is on a page of ours. An earlier payment that waits for its payer is ended first, since only then can it no longer
 * be paid: their bank is asked to close it, and where it was paid after all, that stands and `take` refuses.
 *
 * @param take what is saved in the charge's commit; asked again after a lost race
 * @throws Refusal that of `take`, and those of a charge
 */
export async function payHosted(
  gateway: Gateway,
  account: Account,
  earlier: Charge | null,
  { result, ...asked }: Hosted,
  payment: HostedPayment,
  take: (charge: string) => Promise<Changes>,
): Promise<Charge> {
  if (earlier && may(earlier, "expire")) await closeUnpaid(gateway, account, earlier);
  const id = gateway.newId("charge", account.livemode);
  const language = payment.language === null ? "" : `&lang=${payment.language}`;
  const request = {
    ...plainRequest,
    ...asked,
    returnUri: `${result}?charge=${id}${language}`, // names the charge, since there can be many
    ip: payment.ip,
  };
  const created = await untilSaved(async () => {
    const { charge, changes, happened } = await newCharge(gateway, account, payment, request, id);
    const taken = await take(id);
    const all = { ...changes, update: { ...changes.update, ...taken.update } }; // a new charge changes no row of those that are taken
    return (await commit(gateway, account, { changes: all, happened })) ? charge : undefined;
  });
  return askFirst(gateway, account, created);
}

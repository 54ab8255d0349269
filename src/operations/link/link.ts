import { Refusal } from "../../domain/base/errors.ts";
import { type AccountId, idOf } from "../../domain/base/id.ts";
import { codeInPage } from "../../domain/base/page-id.ts";
import {
  createLink as decideCreation,
  deleteLink as decideDeletion,
  type LinkRequest,
  takeLink,
} from "../../domain/link/change-link.ts";
import { chargeDescription, codeOfLink, type Link, standingOf } from "../../domain/link/link.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, may } from "../../domain/payment/charge.ts";
import { plainRequest } from "../../domain/payment/create-charge.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { askFirst, newCharge } from "../payment/charge.ts";
import { closeUnpaid } from "../payment/settle-charge.ts";

/** @throws Refusal `invalid_link` */
export async function createLink(gateway: Gateway, caller: Caller, request: LinkRequest): Promise<Link> {
  const { account } = caller;
  const id = gateway.newPageId("link", account);
  const decision = decideCreation(id, account, gateway.methods.all, request, gateway.clock.of(account.id));
  await commit(gateway, account, decision, { caller, remembered: { reference: id, result: decision.link } });
  return decision.link;
}

/** Removes a link; one that was removed before stays as it is. @throws Refusal `not_found` */
export async function deleteLink(gateway: Gateway, caller: Caller, id: string): Promise<Link> {
  const { account } = caller;
  return untilSaved(async () => {
    const decision = decideDeletion(await getLink(gateway, account.id, id), gateway.clock.of(account.id));
    const remembered = { reference: id, result: decision.link };
    return (await commit(gateway, account, decision, { caller, remembered })) ? decision.link : undefined;
  });
}

/** A link of the account, also after its removal. @throws Refusal `not_found` */
export async function getLink(gateway: Gateway, account: AccountId, id: string): Promise<Link> {
  const link = await gateway.store.link.get(account, id);
  if (!link) throw new Refusal("not_found", `link ${id} was not found`);
  return link;
}

/** All links of a period, newest first, read page by page. */
export const everyLink = (
  { store }: Gateway,
  account: AccountId,
  period: Period,
  pageSize: number,
): AsyncGenerator<Link[]> => everyPage((before) => store.link.page(account, period, before, pageSize));

/** A payer's view of a link: whose it is, too. */
export type OpenLink = { link: Link; account: Account };

/** The link with this code in its address; undefined for an unknown one. The code names its account. */
export async function linkOfCode(gateway: Gateway, code: string): Promise<OpenLink | undefined> {
  const rest = code.toLowerCase();
  const ofAccount = /^[0-9a-z]{19}$/.test(rest) ? codeInPage(rest) : null;
  if (ofAccount === null) return undefined;
  for (const account of await gateway.store.account.byCode(ofAccount)) {
    const link = await gateway.store.link.get(account.id, idOf("link", account.livemode, rest));
    if (link) return { link, account };
  }
  return undefined;
}

/** What a payer gave: a source or a card's token, made by the payment form, and where they are and read. */
export type LinkPayment = { source: string | undefined; card: string | undefined; ip: string; language: string | null };

/**
 * Pays a link. An earlier payment that waits for its payer is ended first, since only then can it no longer be paid: their bank is asked to close it,
 * and where it was paid after all, that stands and this one is refused.
 *
 * @throws Refusal `invalid_link` where it is used, removed, or an earlier payer's bank has not decided; and those of a charge
 */
export async function payLink(gateway: Gateway, { link, account }: OpenLink, payment: LinkPayment): Promise<Charge> {
  if (standingOf(link) === "being_paid" && link.latest && may(link.latest, "expire"))
    await closeUnpaid(gateway, account, link.latest);
  const id = gateway.newId("charge", account.livemode);
  const request = {
    ...plainRequest,
    amount: link.amount,
    currency: link.currency,
    returnUri: resultAddress(gateway, link, id, payment.language),
    description: chargeDescription(link),
    ip: payment.ip,
    link: link.id,
  };
  const created = await untilSaved(async () => {
    const { charge, changes, happened } = await newCharge(gateway, account, payment, request, id);
    const taken = takeLink(await getLink(gateway, account.id, link.id), id);
    const all = { ...changes, update: { ...changes.update, ...taken.update } }; // a new charge changes no link
    return (await commit(gateway, account, { changes: all, happened })) ? charge : undefined;
  });
  return askFirst(gateway, account, created);
}

/** Address of the page where a link is paid. */
export const linkAddress = (publicUrl: string, link: Pick<Link, "id">): string =>
  `${publicUrl}/link/${codeOfLink(link)}`;

/** Address where a payer reads how a payment of a link ended. It names the charge, since a link can have many. */
const resultAddress = (gateway: Gateway, link: Link, charge: string, language: string | null): string =>
  `${linkAddress(gateway.publicUrl(), link)}/complete?charge=${charge}${language === null ? "" : `&lang=${language}`}`;

import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import {
  createLink as decideCreation,
  deleteLink as decideDeletion,
  type LinkRequest,
  takeLink,
} from "../../domain/link/change-link.ts";
import { chargeDescription, codeOfLink, type Link } from "../../domain/link/link.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Charge } from "../../domain/payment/charge.ts";
import { everyPage, type Period } from "../../storage/base/page.ts";
import { commit, untilSaved } from "../commit.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { behindCode } from "./behind-code.ts";
import { type HostedPayment, payHosted } from "./hosted.ts";

/** @throws Refusal `invalid_link` */
export async function createLink(gateway: Gateway, caller: Caller, request: LinkRequest): Promise<Link> {
  const { account } = caller;
  const id = gateway.newPageId("link", account);
  const decision = decideCreation(
    id,
    account,
    gateway.methods.in(account.currency).all,
    request,
    gateway.clock.of(account.id),
  );
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

/** The link with this code in its address; undefined for an unknown one. */
export async function linkOfCode(gateway: Gateway, code: string): Promise<OpenLink | undefined> {
  const found = await behindCode(gateway, "link", code, ({ id }, link) => gateway.store.link.get(id, link));
  return found && { link: found.row, account: found.account };
}

/** Pays a link. @throws Refusal `invalid_link` where it is used, removed, or an earlier payer's bank has not decided; and those of a charge */
export function payLink(gateway: Gateway, { link, account }: OpenLink, payment: HostedPayment): Promise<Charge> {
  const { id, amount, currency } = link;
  const result = `${linkAddress(gateway.publicUrl(), link)}/complete`;
  const hosted = {
    amount,
    currency,
    description: chargeDescription(link),
    link: id,
    result,
  };
  return payHosted(gateway, account, link.latest, hosted, payment, async (charge) =>
    takeLink(await getLink(gateway, account.id, id), charge),
  );
}

/** Address of the page where a link is paid. */
export const linkAddress = (publicUrl: string, link: Pick<Link, "id">): string =>
  `${publicUrl}/link/${codeOfLink(link)}`;

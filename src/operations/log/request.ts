import { Refusal } from "../../domain/base/errors.ts";
import type { AccountId } from "../../domain/base/id.ts";
import type { LoggedRequest } from "../../domain/log/request.ts";
import type { Page, Position } from "../../storage/base/page.ts";
import type { RequestFacts, RequestFilter } from "../../storage/log/request.ts";
import type { Gateway } from "../gateway.ts";
import { type CardCheckItem, itemsOfCheck } from "../insight/timeline.ts";

/** Requests of an account's keys, newest first, and how many this process could not keep. Gathered requests are written first. */
export async function listRequests(
  { store, requestLog }: Gateway,
  account: AccountId,
  filter: RequestFilter,
  before: Position | null,
  limit: number,
): Promise<Page<RequestFacts> & { dropped: number }> {
  await requestLog?.flush();
  return { ...(await store.request.page(account, filter, before, limit)), dropped: requestLog?.dropped() ?? 0 };
}

/** A request, with the result of the 1-baht check of its card, if there was one. */
export type RequestOverview = LoggedRequest & { cardCheck: CardCheckItem[] };

/** @throws Refusal `not_found` */
export async function getRequest(
  { store, requestLog }: Gateway,
  account: AccountId,
  id: string,
): Promise<RequestOverview> {
  await requestLog?.flush();
  const request = await store.request.get(account, id);
  if (!request) throw new Refusal("not_found", `request ${id} was not found`);
  const check = await store.vault.checkOfRequest(account, id);
  return { ...request, cardCheck: check ? itemsOfCheck(check) : [] };
}

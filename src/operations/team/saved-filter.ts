import { Refusal } from "../../domain/base/errors.ts";
import { revise } from "../../domain/base/row.ts";
import type { Account } from "../../domain/merchant/account.ts";
import type { Member } from "../../domain/team/member.ts";
import { type SavedFilter, saveFilter } from "../../domain/team/saved-filter.ts";
import { untilSaved } from "../commit.ts";
import type { Gateway } from "../gateway.ts";

/** The member's own filters, by name. */
export const savedFilters = ({ store }: Gateway, { id }: Account, member: Member): Promise<SavedFilter[]> =>
  store.savedFilter.ofMember(id, member.id);

/** Keeps a filter under a name, in the place of one that has it. @throws Refusal `bad_request` */
export async function keepFilter(
  gateway: Gateway,
  account: Account,
  member: Member,
  given: Pick<SavedFilter, "list" | "name" | "conditions">,
): Promise<SavedFilter[]> {
  const { id, livemode } = account;
  await untilSaved(async () => {
    const row = {
      ...given,
      id: gateway.newId("savedFilter", livemode),
      account: id,
      livemode,
      member: member.id,
      createdAt: gateway.clock.of(id),
    };
    const { filter, isNew } = saveFilter(row, await savedFilters(gateway, account, member));
    const { saved } = await gateway.store.save(
      isNew ? { insert: { saved_filters: [filter] } } : { update: { saved_filters: [filter] } },
    );
    return saved || undefined;
  });
  return savedFilters(gateway, account, member);
}

/** @throws Refusal `not_found` for one that is not this member's */
export async function dropFilter(
  gateway: Gateway,
  account: Account,
  member: Member,
  named: string,
): Promise<SavedFilter[]> {
  const filter = (await savedFilters(gateway, account, member)).find(({ id }) => id === named);
  if (!filter) throw new Refusal("not_found", `filter ${named} was not found`);
  const removed = revise(filter, { deletedAt: gateway.clock.of(account.id) });
  await gateway.store.save({ update: { saved_filters: [removed] } }); // lost where it was removed in another tab, which is as good
  return savedFilters(gateway, account, member);
}

import { Refusal, refuseIfAny } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { Account } from "../merchant/account.ts";
import type { Method } from "../payment/method.ts";
import { amountFaults } from "./amount.ts";
import { type Link, standingOf, unpaid } from "./link.ts";

/** A merchant's request; `amount` in minor units. */
export type LinkRequest = Pick<Link, "amount" | "currency" | "title" | "description" | "multiple">;

type Decision = { link: Link; changes: Changes; happened: DomainEvent[] };

/**
 * Creates a link that nobody has paid.
 *
 * @param methods the gateway's: some method must take the currency and the amount
 * @throws Refusal `invalid_link`
 */
export function createLink(
  id: string,
  account: Account,
  methods: readonly Method[],
  request: LinkRequest,
  now: Time,
): Decision {
  refuseIfAny("invalid_link", [
    ...(request.title.trim() === "" ? ["title can't be blank"] : []),
    ...(request.description.trim() === "" ? ["description can't be blank"] : []),
    ...amountFaults(methods, request.amount, request.currency),
  ]);
  const link: Link = {
    id,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    ...request,
    charge: null,
    createdAt: now,
    deletedAt: null,
    ...unpaid(),
  };
  return {
    link,
    changes: { insert: { links: [link] } },
    happened: [{ key: "link.create", about: { kind: "link", row: link } }],
  };
}

/** Removes a link: nobody can pay it any more, but a payment that was begun before goes on. Once removed, it stays as it is. */
export function deleteLink(link: Link, now: Time): Decision {
  if (link.deletedAt !== null) return { link, changes: {}, happened: [] };
  const deleted = revise(link, { deletedAt: now });
  return { link: deleted, changes: { update: { links: [deleted] } }, happened: [] };
}

/**
 * Takes a link for a new charge, in the charge's own commit. A link that is paid once is written with it, so of two payers at the same moment the
 * second loses the race, decides again and is refused here.
 *
 * @throws Refusal `invalid_link` where it was paid or removed, or where an earlier payment is not over
 */
export function takeLink(link: Link, charge: string): Changes {
  const standing = standingOf(link);
  if (standing !== "open") throw new Refusal("invalid_link", refusals[standing]);
  return link.multiple ? {} : { update: { links: [revise(link, { charge })] } };
}

const refusals = {
  used: "link was already used",
  deleted: "link was deleted",
  being_paid: "link is being paid",
} as const;

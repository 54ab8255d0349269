import { Refusal } from "../../domain/base/errors.ts";
import type { Account } from "../../domain/merchant/account.ts";
import { approveMethod, declineMethod, enablementOf } from "../../domain/merchant/enablement.ts";
import type { Gateway } from "../gateway.ts";
import { changeAccount } from "./account.ts";
import { type MethodStanding, namedMethod, standingOf } from "./method.ts";

/** A merchant's open request for a method. */
export type Approval = MethodStanding & { account: Account };

/** All requests that wait for an operator, longest first. */
export async function openApprovals(gateway: Gateway): Promise<Approval[]> {
  const accounts = await gateway.store.account.requesting();
  return accounts
    .flatMap((account) =>
      gateway.methods
        .in(account.currency)
        .all.filter(({ type }) => enablementOf(account, type).state === "requested")
        .map((method) => ({ account, ...standingOf(gateway, account, method) })),
    )
    .sort((one, other) => (one.enablement.requestedAt ?? 0) - (other.enablement.requestedAt ?? 0));
}

/** An operator's decision on a request; declining needs a reason. */
export type Verdict = { decision: "approve" } | { decision: "decline"; reason: string };

/** @throws Refusal `not_found`; `bad_request` where there is no request, or no longer */
export async function decide(gateway: Gateway, id: string, type: string, verdict: Verdict): Promise<MethodStanding> {
  const account = await gateway.store.account.get(id);
  if (!account) throw new Refusal("not_found", `account ${id} was not found`);
  const method = namedMethod(gateway, account, type);
  const after = await changeAccount(gateway, id, (current) =>
    verdict.decision === "approve"
      ? approveMethod(current, method, gateway.clock.of(current.id))
      : declineMethod(current, method, verdict.reason, gateway.clock.of(current.id)),
  );
  return standingOf(gateway, after, method);
}

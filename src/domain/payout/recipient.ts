import { Refusal, refuseIfAny } from "../base/errors.ts";
import { revise } from "../base/row.ts";
import { days, type Time } from "../base/time.ts";
import type { Changes } from "../changes.ts";
import type { DomainEvent } from "../event/domain-event.ts";
import type { EventKey } from "../event/event.ts";
import type { Account } from "../merchant/account.ts";
import type { BankAccount, Recipient, RecipientType } from "./recipient-row.ts";
import { testFailure } from "./test-numbers.ts";
import { bankOf, paysOut } from "./thai-bank.ts";

/** A bank account as a merchant gives it; `bank` is a code of ours or a national one. */
export type GivenBankAccount = { bank: string; number: string; name: string };

export type RecipientRequest = {
  name: string;
  type: RecipientType;
  bankAccount: GivenBankAccount;
  email?: string | null;
  description?: string | null;
  taxId?: string;
  metadata?: Record<string, unknown>;
};

export type RecipientDecision = { recipient: Recipient; changes: Changes; happened: DomainEvent[] };

/** How long verification takes. Source: the help pages, one to two days. */
const verifiedAfter = days(1);

/**
 * Makes a recipient, who is verified later.
 *
 * @throws Refusal `invalid_recipient`, `invalid_bank_account`
 */
export function createRecipient(id: string, account: Account, request: RecipientRequest, now: Time): RecipientDecision {
  if (!paysOut(account))
    throw new Refusal(
      "invalid_recipient",
      `recipients of accounts in ${account.country} are not supported: no bank there is known`,
    );
  refuseBlankName(request.name);
  const recipient: Recipient = {
    id,
    version: 1,
    account: account.id,
    livemode: account.livemode,
    isDefault: false,
    name: request.name,
    type: request.type,
    email: request.email ?? null,
    description: request.description ?? null,
    taxId: request.taxId ?? "",
    bankAccount: bankAccountOf(request.bankAccount, account.livemode, now),
    metadata: request.metadata ?? {},
    createdAt: now,
    ...unverified(account.livemode, now),
    deletedAt: null,
  };
  return {
    recipient,
    changes: { insert: { recipients: [recipient] } },
    happened: [recipientEvent("recipient.create", recipient)],
  };
}

/** The recipient that a test account has from its beginning. Recorded in 2025: at the test bank, verified and active. */
export const defaultRecipient = (
  id: string,
  { id: account, email }: Pick<Account, "id" | "email">,
  now: Time,
): Recipient => ({
  id,
  version: 1,
  account,
  livemode: false,
  isDefault: true,
  name: email,
  type: "individual",
  email,
  description: "Default recipient",
  taxId: "",
  bankAccount: { bank: "test", number: "123456789", lastDigits: "6789", name: "DEFAULT BANK ACCOUNT", createdAt: now },
  metadata: {},
  createdAt: now,
  verifiedAt: now,
  activatedAt: now,
  failureCode: null,
  dueAt: null,
  deletedAt: null,
});

/**
 * Changes a recipient. Another bank account has to be verified anew.
 *
 * @throws Refusal `invalid_recipient`, `invalid_bank_account`
 */
export function updateRecipient(
  stored: Recipient,
  { bankAccount, ...notes }: Partial<RecipientRequest>,
  now: Time,
): RecipientDecision {
  if (notes.name !== undefined) refuseBlankName(notes.name);
  return changed("recipient.update", stored, {
    ...notes,
    ...(bankAccount && {
      bankAccount: bankAccountOf(bankAccount, stored.livemode, now),
      ...unverified(stored.livemode, now),
    }),
  });
}

/**
 * Records what the bank says of a recipient's account; in test mode the number tells. A bank account that passes is made active too where the
 * account does so, or the caller asked for it.
 *
 * @throws Refusal `invalid_recipient` in live mode, where no bank can be asked
 */
export function verifyRecipient(stored: Recipient, activate: boolean, now: Time): RecipientDecision {
  if (stored.livemode) throw new Refusal("invalid_recipient", "only recipients of test mode can be verified");
  const failureCode = testFailure("verify", { livemode: stored.livemode, number: stored.bankAccount.number });
  if (failureCode !== null)
    return changed("recipient.update", stored, { failureCode, verifiedAt: null, activatedAt: null, dueAt: null });
  const verified = changed("recipient.verify", stored, {
    verifiedAt: stored.verifiedAt ?? now,
    activatedAt: stored.activatedAt ?? (activate ? now : null),
    failureCode: null,
    dueAt: null,
  });
  const activated = verified.recipient.activatedAt !== stored.activatedAt;
  return activated
    ? { ...verified, happened: [...verified.happened, recipientEvent("recipient.activate", verified.recipient)] }
    : verified;
}

/** Lets money be paid out to a verified recipient, or no more. @throws Refusal `invalid_recipient` where it was not verified */
export function activateRecipient(stored: Recipient, active: boolean, now: Time): RecipientDecision {
  if (active && stored.verifiedAt === null)
    throw new Refusal("invalid_recipient", "recipient must be verified before it is activated");
  return changed(active ? "recipient.activate" : "recipient.deactivate", stored, {
    activatedAt: active ? (stored.activatedAt ?? now) : null,
  });
}

/** @throws Refusal `failed_deletion` for the default recipient */
export function deleteRecipient(stored: Recipient, now: Time): RecipientDecision {
  if (stored.isDefault) throw new Refusal("failed_deletion", "the default recipient cannot be deleted");
  return changed("recipient.destroy", stored, { deletedAt: now, dueAt: null });
}

function changed(key: RecipientKey, stored: Recipient, patch: Partial<Recipient>): RecipientDecision {
  const recipient = revise(stored, patch);
  return { recipient, changes: { update: { recipients: [recipient] } }, happened: [recipientEvent(key, recipient)] };
}

/** A new bank account. In live mode it stays as it is: no bank is connected that can look at it. */
const unverified = (livemode: boolean, now: Time) => ({
  verifiedAt: null,
  activatedAt: null,
  failureCode: null,
  dueAt: livemode ? null : now + verifiedAfter,
});

function refuseBlankName(name: string): void {
  if (name.trim() === "") throw new Refusal("invalid_recipient", "name can't be blank");
}

/** Letters are taken as well: the documentation's own sample has some. Spaces and hyphens, with which people group digits, are left out. */
function bankAccountOf(given: GivenBankAccount, livemode: boolean, now: Time): BankAccount {
  const bank = bankOf(given.bank, livemode);
  const number = given.number.replaceAll(/[\s-]/g, "");
  refuseIfAny("invalid_bank_account", [
    ...(given.bank.trim() === "" ? ["bank_account brand can't be blank"] : []),
    ...(given.bank.trim() !== "" && bank === undefined ? ["bank_account brand is not supported"] : []),
    ...(number === "" ? ["bank_account number can't be blank"] : []),
    ...(number !== "" && !/^[0-9a-z]{6,20}$/i.test(number) ? ["bank_account number is invalid"] : []),
    ...(given.name.trim() === "" ? ["bank_account name can't be blank"] : []),
  ]);
  if (bank === undefined) throw new Error("not refused above");
  return { bank, number, lastDigits: number.slice(-4), name: given.name, createdAt: now };
}

type RecipientKey = Extract<EventKey, `recipient.${string}`>;

const recipientEvent = (key: RecipientKey, row: Recipient): DomainEvent => ({ key, about: { kind: "recipient", row } });

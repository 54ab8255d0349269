import { Refusal } from "../base/errors.ts";
import type { AccountId } from "../base/id.ts";
import { revise } from "../base/row.ts";
import type { Time } from "../base/time.ts";

/** What a member wrote about a charge, for the team alone: neither the API nor the payer sees it. */
export type ChargeNote = {
  id: string;
  version: number;
  account: AccountId;
  livemode: boolean;
  charge: string;
  /** Id of the author. */
  member: string;
  /** Empty once it was removed. */
  note: string;
  createdAt: Time;
  deletedAt: Time | null;
};

/** The most notes that a charge may have. */
const notesMax = 100;

/** @throws Refusal `bad_request` for a blank text, or one note too many */
export function writeNote(row: Omit<ChargeNote, "version" | "deletedAt">, others: number): ChargeNote {
  const note = row.note.trim();
  if (note === "") throw new Refusal("bad_request", "text cannot be blank");
  if (others >= notesMax) throw new Refusal("bad_request", `a charge cannot have more than ${notesMax} notes`);
  return { ...row, note, version: 1, deletedAt: null };
}

/**
 * Removes a note with its text.
 *
 * @param leads whether the member who asks may remove those of others
 * @throws Refusal `forbidden` for somebody else's note
 */
export function removeNote(stored: ChargeNote, member: string, leads: boolean, now: Time): ChargeNote {
  if (stored.member !== member && !leads)
    throw new Refusal("forbidden", "a note is removed by its author, or by whoever may change the team");
  return revise(stored, { note: "", deletedAt: now });
}

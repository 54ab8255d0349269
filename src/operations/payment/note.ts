import { Refusal } from "../../domain/base/errors.ts";
import { type ChargeNote, removeNote, writeNote } from "../../domain/payment/note.ts";
import type { Member } from "../../domain/team/member.ts";
import { rightsOf } from "../../domain/team/role.ts";
import type { Caller, Gateway } from "../gateway.ts";
import { getCharge } from "./charge.ts";

/** A note as a member sees it: with its author's name, and whether this member may remove it. */
export type ShownNote = { note: ChargeNote; author: string; removable: boolean };

/** Notes on a charge, oldest first. @throws Refusal `not_found` */
export async function notesOn(gateway: Gateway, caller: Caller, member: Member, id: string): Promise<ShownNote[]> {
  const { store } = gateway;
  const charge = await getCharge(gateway, caller.account.id, id);
  const [notes, members] = await Promise.all([
    store.note.ofCharge(charge.account, charge.id),
    store.member.everInTeam(caller.account.team),
  ]);
  const names = new Map(members.map((each) => [each.id, each.name ?? each.email]));
  const leads = mayRemoveAny(member, charge.livemode);
  return notes.map((note) => ({
    note,
    author: names.get(note.member) ?? note.member,
    removable: leads || note.member === member.id,
  }));
}

/** @throws Refusal `not_found`, `bad_request` */
export async function addNote(
  gateway: Gateway,
  caller: Caller,
  member: Member,
  id: string,
  text: string,
): Promise<ShownNote[]> {
  const { store } = gateway;
  const { account, livemode, ...charge } = await getCharge(gateway, caller.account.id, id);
  const others = await store.note.ofCharge(account, charge.id);
  const row = {
    id: gateway.newId("note", livemode),
    account,
    livemode,
    charge: charge.id,
    member: member.id,
    note: text,
    createdAt: gateway.clock.of(account),
  };
  await store.save({ insert: { charge_notes: [writeNote(row, others.length)] } });
  return notesOn(gateway, caller, member, id);
}

/** Removes a note and its text. @throws Refusal `not_found`, `forbidden` */
export async function dropNote(
  gateway: Gateway,
  caller: Caller,
  member: Member,
  id: string,
  named: string,
): Promise<ShownNote[]> {
  const { store } = gateway;
  const charge = await getCharge(gateway, caller.account.id, id);
  const note = (await store.note.ofCharge(charge.account, charge.id)).find((each) => each.id === named);
  if (!note) throw new Refusal("not_found", `note ${named} was not found`);
  const removed = removeNote(note, member.id, mayRemoveAny(member, charge.livemode), gateway.clock.of(charge.account));
  await store.save({ update: { charge_notes: [removed] } }); // lost where somebody else removed it meanwhile, which is as good
  return notesOn(gateway, caller, member, id);
}

const mayRemoveAny = (member: Member, livemode: boolean): boolean => rightsOf(member, livemode).includes("team");

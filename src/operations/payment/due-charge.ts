import type { Account } from "../../domain/merchant/account.ts";
import { type Charge, isFinal, may, waitsForPayer } from "../../domain/payment/charge.ts";
import { beginReversal } from "../../domain/payment/settle-charge.ts";
import type { Gateway } from "../gateway.ts";
import { askAbout, paymentReference } from "./bank.ts";
import {
  amend,
  authorize,
  carryOut,
  closeUnpaid,
  inquireWaiting,
  openAtBank,
  stepOf,
  takeAnswer,
} from "./settle-charge.ts";
import { askForResult } from "./three-ds.ts";

/** Does the due work of a charge: expiry, another inquiry, or the release of an authorization that was not captured. */
export async function attend(gateway: Gateway, due: Charge): Promise<void> {
  const account = await gateway.store.account.get(due.account);
  // a due row comes alone; of a customer's card it is asked whether it was deleted meanwhile, since events will tell of it
  const charge = due.customer === null ? due : ((await gateway.store.charge.get(due.account, due.id)) ?? due);
  if (!account || isFinal(charge)) return;
  switch (charge.state) {
    case "awaiting_payer":
      return attendWaiting(gateway, account, charge);
    case "authorized":
      return release(gateway, account, charge);
    case "authorizing":
    case "capturing":
    case "reversing":
      return inquire(gateway, account, charge);
  }
}

/** Handles a charge whose payer has not come back: bank or issuer are asked; if they cannot say and the time is over, the charge expires. */
async function attendWaiting(gateway: Gateway, account: Account, charge: Charge): Promise<void> {
  const asked = charge.card ? await askForResult(gateway, { charge, account }) : charge;
  if (asked.state !== "awaiting_payer") return;
  if (!waitsForPayer(asked, gateway.clock.of(account.id))) await closeUnpaid(gateway, account, asked);
  else if (asked.announced) await inquireWaiting(gateway, account, asked);
  else await openAtBank(gateway, account, asked); // the bank was to be told at creation and has not answered since
}

async function release(gateway: Gateway, account: Account, charge: Charge): Promise<void> {
  const begun = await amend(gateway, account, charge, (current) =>
    may(current, "reverse") ? beginReversal(current, gateway.clock.of(account.id)) : undefined,
  );
  if (begun.state === "reversing") await carryOut(gateway, account, begun);
}

/** Asks what became of an earlier request; a request that never arrived is sent again under the same reference. */
async function inquire(gateway: Gateway, account: Account, charge: Charge): Promise<void> {
  const authorizing = charge.state === "authorizing";
  const about = { ...paymentReference(charge), ...(!authorizing && stepOf(charge)[1]) };
  const asked = { step: "inquire", reference: about.reference } as const;
  const heard = await askAbout(gateway, charge, asked, (ask) => ask(about));
  if (heard.answer.answer !== "pending") await takeAnswer(gateway, account, charge, heard);
  else if (authorizing) await authorize(gateway, account, charge, undefined, heard.messages);
  else await carryOut(gateway, account, charge, undefined, heard.messages);
}

import { cardCharge } from "./builders.ts";
import type { Answer, TestGateway } from "./gateway.ts";

/** A recipient at Siam Commercial Bank, not verified yet. */
export async function aRecipient(gateway: TestGateway, patch: Record<string, unknown> = {}): Promise<Answer> {
  const body = {
    name: "Somchai Prasert",
    email: "somchai.prasert@example.com",
    description: "Somchai Prasert's account",
    type: "individual",
    bank_account: { brand: "scb", number: "1234567890", name: "Somchai Prasert" },
    ...patch,
  };
  return gateway.call("POST", "/recipients", { body });
}

/** A recipient to whom money can be paid out, whose bank account has this number. */
export async function aPayee(gateway: TestGateway, number = "1234567890"): Promise<string> {
  const bankAccount = { brand: "scb", number, name: "Somchai Prasert" };
  const { json } = await aRecipient(gateway, { bank_account: bankAccount });
  await gateway.call("PATCH", `/recipients/${json.id}/verify`);
  return json.id;
}

/** A balance that card charges of 1,000 baht have filled: the net of each is 960.94 baht. */
export async function aBalance(gateway: TestGateway, charges = 1): Promise<number> {
  for (let made = 0; made < charges; made += 1) await cardCharge(gateway, { amount: 100_000 });
  return (await gateway.call("GET", "/balance")).json.transferable;
}

/** A transfer; without an amount the whole balance. */
export const aTransfer = (gateway: TestGateway, body: Record<string, unknown> = {}): Promise<Answer> =>
  gateway.call("POST", "/transfers", { body: { amount: 50_000, ...body } });

/** A schedule of transfers of 100 baht every day from today, to a payee. */
export async function aTransferSchedule(
  gateway: TestGateway,
  transfer: Record<string, unknown> = { amount: 10_000 },
  patch: Record<string, unknown> = {},
): Promise<Answer> {
  const recipient = transfer.recipient ?? (await aPayee(gateway));
  const body = { every: 1, period: "day", end_date: "2026-12-31", transfer: { recipient, ...transfer }, ...patch };
  return gateway.call("POST", "/schedules", { body });
}

import type { BankEntry, Sandbox } from "../sandbox.ts";
import { kplusConnector, rejectionFor } from "./connector.ts";
import { type KplusBank, kplusSimulator } from "./simulator.ts";
import { kplusAccounts } from "./simulator-accounts.ts";
import { type KplusPhone, kplusPhone } from "./simulator-phone.ts";

/** K PLUS in test mode, with the phone on which its payers decide. */
type KplusSandbox = Sandbox & { phone: KplusPhone };

export const kplus: BankEntry = {
  name: "kplus",
  label: { en: "K PLUS", th: "K PLUS", ja: "K PLUS" },
  sandbox: ({ memory, now, randomText, behind }): KplusSandbox => {
    const simulator = kplusSimulator(memory, now);
    const { open, status, close } = simulator;
    const bank: KplusBank = { open, status, close };
    return {
      connector: kplusConnector(behind(bank, ({ reference, merchantId }) => ({ reference, account: merchantId }))),
      play: async ({ reference }, outcome) => {
        await simulator.decide(
          reference,
          outcome === "paid"
            ? { status: "PAID", bankReference: `KP${randomText(14)}` }
            : { status: "REJECTED", rejection: rejectionFor(outcome) },
        );
      },
      phone: kplusPhone(simulator, (merchantId) => kplusAccounts(memory, merchantId)),
    };
  },
};

/** The phone of K PLUS among the banks of test mode. @throws Error without K PLUS, a defect: its pages are not served then */
export function phoneIn(sandboxes: Readonly<Record<string, Sandbox>>): KplusPhone {
  const sandbox = sandboxes[kplus.name];
  if (!sandbox || !hasPhone(sandbox)) throw new Error("K PLUS is not among the banks of test mode");
  return sandbox.phone;
}

const hasPhone = (sandbox: Sandbox): sandbox is KplusSandbox => "phone" in sandbox;

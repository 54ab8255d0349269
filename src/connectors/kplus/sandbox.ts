import type { BankReference } from "../bank.ts";
import type { BankEntry, Sandbox } from "../sandbox.ts";
import { kplusConnector, rejectionFor } from "./connector.ts";
import { type Decided, type KplusBank, type KplusSimulator, kplusSimulator } from "./simulator.ts";
import { kplusAccounts } from "./simulator-accounts.ts";
import { type KplusPhone, kplusPhone } from "./simulator-phone.ts";

/** K PLUS in test mode, with the phone on which its payers decide. */
type KplusSandbox = Sandbox & { phone: KplusPhone };

export const kplus: BankEntry = {
  name: "kplus",
  label: { en: "K PLUS", th: "K PLUS", ja: "K PLUS" },
  sandbox: ({ memory, now, randomText, declines, behind }): KplusSandbox => {
    const simulator = kplusSimulator(memory, now);
    const { open, status, close } = simulator;
    const bank: KplusBank = { open, status, close };
    const decided = async (about: BankReference, end: Decided): Promise<Decided> => {
      const because = end.status === "PAID" ? await declines(about) : undefined;
      return because ? { status: "REJECTED", rejection: rejectionFor(because) } : end;
    };
    const ofPhone: KplusSimulator = {
      ...simulator,
      decide: async (reference, end, account) => {
        const { request } = await simulator.look(reference);
        const { merchantId = "" } = request ?? {};
        return simulator.decide(reference, await decided({ reference, account: merchantId }, end), account);
      },
    };
    return {
      connector: kplusConnector(behind(bank, ({ reference, merchantId }) => ({ reference, account: merchantId }))),
      play: async (about, outcome) => {
        const end: Decided =
          outcome === "paid"
            ? { status: "PAID", bankReference: `KP${randomText(14)}` }
            : { status: "REJECTED", rejection: rejectionFor(outcome) };
        await simulator.decide(about.reference, await decided(about, end));
      },
      phone: kplusPhone(ofPhone, (merchantId) => kplusAccounts(memory, merchantId)),
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

import type { BankReference } from "../bank.ts";
import type { BankEntry, Sandbox } from "../sandbox.ts";
import { phoneConnector, rejectionFor } from "./connector.ts";
import { decidedAtOnce, shownFor } from "./products.ts";
import { type Decided, type PhoneNetwork, type PhoneSimulator, phoneSimulator } from "./simulator.ts";

/** Every bank and wallet of test mode that has no folder of its own, on the phone on which its payers decide. */
type PhoneSandbox = Sandbox & { phone: Pick<PhoneSimulator, "look" | "decide" | "paidUnder"> };

export const phone: BankEntry = {
  name: "phone",
  label: { en: "Test phone", th: "โทรศัพท์ทดสอบ", ja: "テスト用フォン" },
  sandbox: ({ memory, now, randomText, declines, behind }): PhoneSandbox => {
    const newReference = () => `TP${randomText(14)}`;
    const randomDigits = (length: number) =>
      [...randomText(length)].map((character) => character.charCodeAt(0) % 10).join("");
    const simulator = phoneSimulator(memory, now, {
      shownFor: (request, at) => shownFor(request, at, randomDigits),
      decidedAtOnce: (request) => decidedAtOnce(request, newReference),
      newReference,
    });
    const { open, status, close, refund } = simulator;
    const network: PhoneNetwork = { open, status, close, refund };
    const decided = async (about: BankReference, end: Decided): Promise<Decided> => {
      const because = end.status === "PAID" ? await declines(about) : undefined;
      return because ? { status: "REJECTED", rejection: rejectionFor(because) } : end;
    };
    return {
      connector: phoneConnector(behind(network, ({ reference, merchantId }) => ({ reference, account: merchantId }))),
      play: async (about, outcome) => {
        const end: Decided =
          outcome === "paid"
            ? { status: "PAID", bankReference: newReference() }
            : { status: "REJECTED", rejection: rejectionFor(outcome) };
        await simulator.decide(about.reference, await decided(about, end));
      },
      phone: {
        look: simulator.look,
        paidUnder: simulator.paidUnder,
        decide: async (reference, end, account) => {
          const { request } = await simulator.look(reference);
          const { merchantId = "" } = request ?? {};
          return simulator.decide(reference, await decided({ reference, account: merchantId }, end), account);
        },
      },
    };
  },
};

/** The phone among the banks of test mode. @throws Error without it, a defect: its pages are not served then */
export function phoneIn(sandboxes: Readonly<Record<string, Sandbox>>): PhoneSandbox["phone"] {
  const sandbox = sandboxes[phone.name];
  if (!sandbox || !hasPhone(sandbox)) throw new Error("the test phone is not among the banks of test mode");
  return sandbox.phone;
}

const hasPhone = (sandbox: Sandbox): sandbox is PhoneSandbox => "phone" in sandbox;

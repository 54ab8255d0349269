import { readFile, stat } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { type Slip, slipIn } from "../connectors/slip/slip.ts";
import { Refusal } from "../domain/base/errors.ts";
import { inMainUnits } from "../domain/base/money.ts";
import { statusOf } from "../domain/payment/charge.ts";
import { bankName, bankOf } from "../domain/payout/thai-bank.ts";
import { type CheckedSlip, checkSlip, settleBySlip } from "../operations/payment/slip.ts";
import { command, type Printed, UsageError } from "./command.ts";
import { pairs } from "./text.ts";
import { recorded } from "./upstream.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

/** The largest file that is read as a slip. */
const fileMax = 20 * 1_048_576;

export const slipCommand = command({
  name: "slip",
  about:
    "Says what the small QR code of a transfer slip says: the sending bank and its reference, without asking anybody. The code proves nothing, since anybody can print one; --account asks the bank.",
  args: { slip: { about: "The slip's picture in PNG, the text of its code, or - for either from standard input." } },
  flags: {
    account: {
      about: "A live account whose banks are asked about the payment; says which of its open charges it could settle.",
      takes: "account",
    },
    settle: {
      about: "The charge to settle: the bank is asked about it, and its answer settles it. Needs --account.",
      takes: "charge",
    },
  },
  json: true,
  run: async ({ args, flags: { account, settle }, config }) => {
    if (settle !== undefined && account === undefined)
      throw new UsageError("--settle needs the account whose bank is asked: --account.", "chamra slip --help");
    const text = await textOf(args.slip);
    const slip = slipIn(text);
    if (!slip) throw new Refusal("bad_request", "This is not the code of a transfer slip.");
    if (account === undefined) return { text: `${pairs(factsOf(slip))}${proves}`, json: shownOf(slip) };
    return besideGateway(config(), async (assembly) => {
      const owner = await accountOf(assembly, account);
      const checked = await checkSlip(assembly.gateway, owner.id, text);
      if (settle === undefined) return printed(checked);
      if (checked.charge && checked.charge.id !== settle)
        throw new Refusal("bad_request", `The payment of this slip names ${checked.charge.id}, not ${settle}.`);
      return printed(await settleBySlip(recorded(assembly, owner, "chamra slip --settle"), owner.id, text), true);
    });
  },
});

const proves = "Nobody was asked: a code proves no payment. --account asks the bank.\n";

/** The text of a slip's code: as it was given, or from a file or standard input that has it or its picture. @throws Refusal `bad_request` */
async function textOf(given: string): Promise<string> {
  const bytes = given === "-" ? await buffer(process.stdin) : await fileOf(given);
  if (!bytes) return given;
  const { isPng, textInPicture } = await import("../connectors/slip/picture.ts"); // loaded here: other commands read no pictures
  if (!isPng(bytes)) {
    if (bytes.includes(0) || bytes.subarray(0, 2).equals(jpegBegins)) throw new Refusal("bad_request", onlyPng);
    return bytes.toString("utf8");
  }
  let text: string | null;
  try {
    text = textInPicture(bytes);
  } catch (error) {
    throw new Refusal("bad_request", `The picture cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  if (text === null) throw new Refusal("bad_request", "No QR code was found in the picture.");
  return text;
}

const jpegBegins = Buffer.from([0xff, 0xd8]);
const onlyPng =
  'Only pictures in PNG are read here. The dashboard\'s page "Reconciliation" reads others, and any program that scans QR codes gives the text.';

/** What a file has; undefined where the words are no file. @throws Refusal `bad_request` for one that is too large */
async function fileOf(name: string): Promise<Buffer | undefined> {
  const found = await stat(name).catch(() => undefined);
  if (!found?.isFile()) {
    if (/\.\w{3,4}$/.test(name)) throw new Refusal("bad_request", `There is no file ${name}.`);
    return undefined;
  }
  if (found.size > fileMax) throw new Refusal("bad_request", `${name} has more than ${fileMax / 1_048_576} MiB.`);
  return readFile(name);
}

/** The sending bank by its name; null where no source names its number. */
const bankBy = (national: string): string | null => {
  const code = bankOf(national, true);
  return code === undefined ? null : bankName(code);
};

function factsOf(slip: Slip): [string, string][] {
  if (slip.kind === "truemoney")
    return [
      ["Wallet", "TrueMoney"],
      ["Transaction", slip.transactionId],
      ["Kind", slip.eventType],
      ["Day", slip.date],
    ];
  const { sendingBank, transRef, country } = slip;
  const bank = bankBy(sendingBank);
  return [
    ["Sending bank", bank === null ? sendingBank : `${bank} (${sendingBank})`],
    ["Reference", transRef],
    ["Country", country],
  ];
}

const shownOf = (slip: Slip) =>
  slip.kind === "bank"
    ? {
        kind: slip.kind,
        sending_bank: slip.sendingBank,
        bank_name: bankBy(slip.sendingBank),
        reference: slip.transRef,
        country: slip.country,
      }
    : { kind: slip.kind, event_type: slip.eventType, transaction: slip.transactionId, date: slip.date };

function printed({ slip, found, charge, problem }: CheckedSlip, settled = false): Printed {
  const { payment } = found ?? {};
  const facts: [string, string][] = [
    ...factsOf(slip),
    [
      "Payment",
      found && payment
        ? `${found.upstream} says ${payment.currency} ${inMainUnits(payment.amount, payment.currency)}`
        : "no bank knows it",
    ],
    ...(payment?.paidAt ? [["Paid at", new Date(payment.paidAt).toISOString()] satisfies [string, string]] : []),
    ["Charge", charge ? `${charge.id}, ${statusOf(charge)}` : "none of this account"],
  ];
  const verdict = settled
    ? "The bank was asked about the charge."
    : problem === null
      ? `It could settle the charge: --settle ${charge?.id} asks the bank about it.`
      : `It settles nothing: ${problem}.`;
  return {
    text: `${pairs(facts)}${verdict}\n`,
    json: {
      ...shownOf(slip),
      payment: found &&
        payment && {
          upstream: found.upstream,
          amount: payment.amount,
          currency: payment.currency,
          paid_at: payment.paidAt === null ? null : new Date(payment.paidAt).toISOString(),
          to_us: payment.toUs,
        },
      charge: charge && { id: charge.id, status: statusOf(charge) },
      problem: settled ? null : problem,
    },
  };
}

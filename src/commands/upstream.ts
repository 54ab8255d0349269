import { presentHoldings, presentUpstreamPayout } from "../api/upstream/holding.shape.ts";
import { presentUpstream } from "../api/upstream/upstream.shape.ts";
import { wireTime } from "../api/wire/shape.ts";
import { Refusal } from "../domain/base/errors.ts";
import { inMainUnits } from "../domain/base/money.ts";
import type { Account } from "../domain/merchant/account.ts";
import type { ContractTerms } from "../domain/upstream/contract.ts";
import type { UpstreamPayout } from "../domain/upstream/payout-row.ts";
import type { Assembly } from "../main/assemble.ts";
import { recording } from "../operations/log/audit.ts";
import {
  connect,
  disconnect,
  namedUpstream,
  type Standing,
  setContract,
  standingsOf,
} from "../operations/upstream/connection.ts";
import { enterPayout, holdingsOf, settlePayout, undoPayout } from "../operations/upstream/payout.ts";
import { command, type Printed, UsageError } from "./command.ts";
import { askFor, credentialsFlag, givenCredentials } from "./given-credentials.ts";
import { givenJson } from "./given-json.ts";
import { columns, pairs } from "./text.ts";
import { accountOf, besideGateway } from "./with-gateway.ts";

const account = { about: "The live account's id, `account_…`." };
const upstream = { about: "The upstream's name, as `chamra upstream list` shows it." };

export const upstreamCommands = [
  command({
    name: "upstream list",
    about: "Lists the upstreams that take live money, and which of them a live account is connected to.",
    args: { account },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const standings = await standingsOf(assembly.gateway, await accountOf(assembly, args.account));
        return { text: standings.map(textOf).join("\n"), json: standings.map(presentUpstream) };
      }),
  }),
  command({
    name: "upstream connect",
    about:
      "Connects a live account to an upstream by the credentials of the merchant's own contract, or replaces them. They are tried there before they are sealed.",
    args: { account, upstream },
    flags: { credentials: credentialsFlag },
    json: true,
    run: async ({ args, flags, config }) => {
      const given = await givenCredentials(flags.credentials, "chamra upstream connect --help");
      return besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const credentials = given ?? (await askFor(namedUpstream(assembly.gateway, args.upstream).credentials));
        const gateway = recorded(assembly, owner, "chamra upstream connect");
        return printed(await connect(gateway, owner, args.upstream, credentials));
      });
    },
  }),
  command({
    name: "upstream contract",
    about:
      "Prints what an upstream may take by the merchant's contract with it, or replaces that by a JSON file: the costs of each reconciled day are held against it.",
    args: {
      account,
      upstream,
      file: { about: "JSON as --json prints it; - for standard input. [] ends the comparison.", optional: true },
    },
    flags: {},
    json: true,
    run: async ({ args, config }) => {
      const given = args.file === undefined ? undefined : await contractOf(args.file);
      return besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const gateway = recorded(assembly, owner, "chamra upstream contract");
        const standing = given
          ? await setContract(gateway, owner, args.upstream, given)
          : await standingAt(gateway, owner, args.upstream);
        const { contract = [] } = presentUpstream(standing).connection ?? {};
        return { text: contractText(standing, contract), json: contract };
      });
    },
  }),
  command({
    name: "upstream disconnect",
    about: "Ends an account's connection to an upstream: its routes end, and the credentials are erased.",
    args: { account, upstream },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const gateway = recorded(assembly, owner, "chamra upstream disconnect");
        return printed(await disconnect(gateway, owner, args.upstream));
      }),
  }),
  command({
    name: "upstream balance",
    about:
      "Says what each upstream holds of a live account, what it has sent to the merchant's bank, and what has come there.",
    args: { account },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const holdings = await holdingsOf(assembly.gateway, await accountOf(assembly, args.account));
        const rows = holdings.map(({ upstream: name, currency, held, in_transit, settled, kept }) => [
          ...[name, currency],
          ...[held, in_transit, settled, kept].map((amount) => inMainUnits(amount, currency)),
        ]);
        return {
          text: columns(["UPSTREAM", "CURRENCY", "HELD", "IN TRANSIT", "SETTLED", "KEPT"], rows),
          json: presentHoldings(holdings).data,
        };
      }),
  }),
  command({
    name: "upstream settle",
    about: "Records that a payout of an upstream was seen at the merchant's bank, where the upstream does not say so.",
    args: { account, payout: { about: "Its id, such as `omise_trsf_5z4y`." } },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const gateway = recorded(assembly, owner, "chamra upstream settle");
        return printedPayout(await settlePayout(gateway, owner, args.payout, null));
      }),
  }),
  command({
    name: "upstream undo",
    about: "Books back a payout that was entered by mistake; what became of others, the upstream says.",
    args: { account, payout: { about: "Its id, such as `2c2p_statement-0412`." } },
    flags: {},
    json: true,
    run: ({ args, config }) =>
      besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const gateway = recorded(assembly, owner, "chamra upstream undo");
        return printedPayout(await undoPayout(gateway, owner, args.payout));
      }),
  }),
  command({
    name: "upstream paid-out",
    about: "Books a payout that was seen at the merchant's bank, of an upstream that does not tell of its payouts.",
    args: {
      account,
      upstream,
      amount: { about: "What left the upstream, in the smallest unit: satang." },
      reference: { about: "What names it on the bank's statement; the same again is booked once." },
    },
    flags: {
      fee: { about: "What the upstream kept of it, in the smallest unit; nothing by default.", takes: "amount" },
    },
    json: true,
    run: ({ args, flags, config }) => {
      const [amount, fee] = [args.amount, flags.fee ?? "0"].map(Number) as [number, number]; // one for each
      if (!Number.isSafeInteger(amount) || !Number.isSafeInteger(fee))
        throw new UsageError("Amounts are whole numbers of satang.", "chamra upstream paid-out --help");
      return besideGateway(config(), async (assembly) => {
        const owner = await accountOf(assembly, args.account);
        const gateway = recorded(assembly, owner, "chamra upstream paid-out");
        const entered = { reference: args.reference, amount, fee };
        return printedPayout(await enterPayout(gateway, owner, args.upstream, entered));
      });
    },
  }),
];

/** @throws Refusal `bad_request` for a file that is no contract, with the place of the first fault */
async function contractOf(file: string): Promise<ContractTerms[]> {
  const { contractIn, givenContract } = await import("../api/upstream/upstream.ts");
  const read = givenContract.safeParse(await givenJson(file));
  if (read.success) return contractIn(read.data);
  const [fault] = read.error.issues;
  const place = fault?.path.join(".");
  throw new Refusal("bad_request", `The contract cannot be read${place ? ` at ${place}` : ""}: ${fault?.message}.`);
}

async function standingAt(gateway: Assembly["gateway"], owner: Account, name: string): Promise<Standing> {
  const { label } = namedUpstream(gateway, name);
  const standing = (await standingsOf(gateway, owner)).find(({ upstream }) => upstream.name === name);
  if (!standing?.connection) throw new Refusal("not_found", `this account is not connected to ${label.en}`);
  return standing;
}

function contractText({ upstream }: Standing, contract: readonly ContractTerms[]): string {
  if (contract.length === 0)
    return `No contract with ${upstream.label.en} is entered: nothing is held against its costs.\n`;
  const rows = contract.map(({ methods, rate, flat, min, vat }) => [
    methods?.join(" ") ?? "all others",
    `${rate} %`,
    `THB ${inMainUnits(flat, "THB")}`,
    `THB ${inMainUnits(min, "THB")}`,
    `${vat} %`,
  ]);
  return columns(["METHODS", "RATE", "FIXED", "AT LEAST", "VAT"], rows);
}

function printedPayout(payout: UpstreamPayout): Printed {
  const { id, currency, amount, fee, state } = payout;
  const net = inMainUnits(amount - fee, currency);
  return { text: `${id}: ${net} ${currency} is ${state}.\n`, json: presentUpstreamPayout(payout) };
}

/** The gateway, with each save and note in the audit log of the account's team: who works at the terminal is nobody of that team. */
export function recorded({ gateway }: Assembly, { id, team }: Account, act: string): Assembly["gateway"] {
  const nobody = { member: null, apiKey: null, request: null, ip: null };
  const { now, store } = gateway;
  return { ...gateway, ...recording(store, { team, account: id, ...nobody, object: id, act, now }) };
}

const printed = (standing: Standing): Printed => ({ text: textOf(standing), json: presentUpstream(standing) });

function textOf({ upstream: { name, label, credentials }, connection, notifyUri }: Standing): string {
  const state = connection
    ? `connected since ${wireTime(connection.createdAt)}, credentials of ${wireTime(connection.changedAt)}`
    : "not connected";
  const shown = connection?.shown ?? {};
  return pairs([
    [name, `${label.en}: ${state}`],
    ...credentials.flatMap(({ name: field, label: said }): [string, string][] => {
      const value = shown[field];
      return value === undefined ? [] : [[`  ${said.en}`, value]];
    }),
    ["  Notifications", notifyUri],
  ]);
}

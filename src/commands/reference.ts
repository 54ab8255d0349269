import { settings } from "../config.ts";
import type { Upstream } from "../connectors/upstream.ts";
import { upstreams } from "../connectors/upstreams.ts";
import { countries, countryCodes } from "../domain/base/country.ts";
import { formatDuration } from "../domain/base/duration.ts";
import { errorCatalogue } from "../domain/base/errors.ts";
import { inMainUnits } from "../domain/base/money.ts";
import { days, hours, minutes } from "../domain/base/time.ts";
import { type FailureCode, failureCodes } from "../domain/payment/failure.ts";
import { flowOf, hasSource } from "../domain/payment/journey.ts";
import { failureCodesOf, failureMessageOf, type Method, methodIn } from "../domain/payment/method.ts";
import { type SourceParameter, sourceFields } from "../domain/payment/source-field.ts";
import { faultEntry, faultNames, type Place } from "../domain/sandbox/rule.ts";
import { methods } from "../methods/index.ts";
import { type Library, libraries } from "../pages/libraries.ts";
import { command } from "./command.ts";
import { markdownTable } from "./text.ts";
import { ways } from "./ways.ts";

export const referenceCommands = [
  command({
    name: "settings",
    about: "Prints every setting as a table in Markdown.",
    args: {},
    flags: {},
    json: false,
    run: async () => ({ text: settingsTable() }),
  }),
  command({
    name: "errors",
    about: "Prints the error reference in Markdown.",
    args: {},
    flags: {},
    json: false,
    run: async () => ({ text: errorReference() }),
  }),
  command({
    name: "methods",
    about: "Prints the table of payment methods in Markdown.",
    args: {},
    flags: {},
    json: false,
    run: async () => ({ text: methodReference() }),
  }),
  command({
    name: "faults",
    about: "Prints the table of faults on purpose in Markdown.",
    args: {},
    flags: {},
    json: false,
    run: async () => ({ text: faultReference() }),
  }),
  command({
    name: "upstreams",
    about: "Prints what to check on the first live day with each upstream, in Markdown.",
    args: {},
    flags: {},
    json: false,
    run: async () => ({ text: firstLiveDay() }),
  }),
  command({
    name: "libraries",
    about: "Prints the table of client libraries and plug-ins in Markdown.",
    args: {},
    flags: { short: { about: "Only the lines that point each at a gateway." } },
    json: false,
    run: async ({ flags }) => ({ text: libraryTable(flags.short) }),
  }),
  command({
    name: "triggers",
    about: "Prints every event, and how `chamra trigger` makes it happen, as a table in Markdown.",
    args: {},
    flags: {},
    json: false,
    run: async () => ({ text: waysTable() }),
  }),
];

/** Address of a gateway that was started without settings. */
const ownAddress = "http://localhost:4242";

/** The table of docs/libraries.md, or the short one of README, whose links are of another folder. */
function libraryTable(short: boolean): string {
  const linesOf = ({ lines, place }: Library) =>
    [...lines(ownAddress).map((line) => `\`${line}\``), place].join("<br>");
  const rows = libraries.map((library) => [`${library.platform}: ${library.name}`, linesOf(library)] as const);
  if (!short)
    return markdownTable(
      ["Library", "The lines", "Unchanged, below `chamra exec`", "Tried"],
      libraries.map((library, at) => [...(rows[at] ?? []), library.unchanged, library.tried]),
    );
  return markdownTable(["Library", "The lines"], rows).replace(/\]\((?=[\w-]+\.md)/g, "](docs/");
}

/** How each event is reached, as docs/terminal.md has it. */
function waysTable(): string {
  const rows = Object.entries(ways).map(([key, { by, takes }]) => [
    `\`${key}\``,
    by,
    takes.map((name) => `\`--${name}\``).join(" "),
  ]);
  return markdownTable(["Event", "What `chamra trigger` does", "Takes"], rows);
}

function settingsTable(): string {
  const rows = Object.values(settings).map(({ name, shown, about }) => [`\`${name}\``, shown, about]);
  return markdownTable(["Setting", "Default", "Meaning"], rows);
}

function errorReference(): string {
  const refusals = Object.entries(errorCatalogue).map(([code, { status, when, cure }]) => [
    `\`${code}\``,
    String(status),
    when,
    cure,
  ]);
  const failures = failureCodes.flatMap((code) =>
    [...Map.groupBy(methodsWith(code), (method) => failureMessageOf(method, code))].map(([message, methods]) => [
      `\`${code}\``,
      message,
      namesOf(methods),
    ]),
  );
  return `<!-- Printed by \`chamra errors\`: change src/domain/base/errors.ts and src/domain/payment/failure.ts instead. -->
# Errors

A request that is not granted is answered with the status and
\`{ "object": "error", "location": …, "code": …, "message": … }\`; nothing has been changed.

${markdownTable(["Code", "Status", "When", "What to do"], refusals)}
# Failure codes

A charge that the payer's bank declines is answered with 200. Its \`status\` is \`failed\`, and \`failure_code\` and
\`failure_message\` say why.

${markdownTable(["Code", "Message", "Methods"], failures)}`;
}

function methodReference(): string {
  const rows = methods.map((method) => [
    `\`${method.type}\``,
    method.label.en,
    countriesIn(method),
    flowIn(method),
    Object.entries(method.limits)
      .map(([currency, { min, max }]) => `${currency} ${inMainUnits(min, currency)} – ${inMainUnits(max, currency)}`)
      .join(", "),
    Object.entries(method.parameters)
      .map(([name, need]) => `\`${sourceFields[name as SourceParameter].wire}\`${need === "required" ? "" : "?"}`) // the keys of `parameters`
      .join(" "),
    spanOf(method.expiresAfter),
    refundIn(method),
    feesIn(method),
    failureCodesOf(method)
      .map((code) => `\`${code}\``)
      .join(" "),
    method.evidence.from,
    method.evidence.assumed.join(", "),
  ]);
  return `<!-- Printed by \`chamra methods\`: change src/methods/ instead. -->
# Payment methods

What \`source[type]\` can be, and \`card\` without a source. Test accounts have all of their country. A parameter with a question mark may be left out. Days and minutes to pay are those of a charge without \`expires_at\`.
An account takes the currency of its country (TH THB, JP JPY, SG SGD, MY MYR), cards others too, after conversion; one without it in the row, all that are there. VAT of a fee is 7 % in Thailand, and none elsewhere.
The last column names what no source settles: there the original may differ, and the choice is ours ([decision 032](decisions/032-payment-methods.md)).

${markdownTable(["Type", "Name", "Countries", "Flow", "Amount", "Parameters", "Time to pay", "Refund", "Fee", "Failure codes", "Known from", "Assumed"], rows)}`;
}

/** Every fault on purpose, with how to ask for it. */
function faultReference(): string {
  const places: Record<Place, string> = {
    answer: "a bank's answer",
    outcome: "an outcome",
    webhook: "a webhook",
    api: "the API",
  };
  const rows = faultNames.map((name) => {
    const { place, by, code, what } = faultEntry(name);
    const takes = [
      ...(by ? [`\`by\`: ${formatDuration(by.usual)}, at most ${formatDuration(by.most)}`] : []),
      ...(code ? ["`code`: `failed_processing`"] : []),
      ...(place === "webhook" ? ["`events`: all"] : []),
    ];
    return [`\`${name}\``, places[place], what.en, takes.join("; ")];
  });
  return `<!-- Printed by \`chamra faults\`: change src/domain/sandbox/rule.ts instead. -->
# Faults on purpose

What can be made to go wrong for a test account. A rule says which fault, for which payments and how often:

\`\`\`
curl http://localhost:4242/test/rules -u skey_test_…: -H "content-type: application/json" -d '{"fault":"webhook_late","by":"10m","events":"charge.*","on":{"metadata":{"order":"1042"}},"times":1}'
\`\`\`

\`on\` names what a payment must be; all that is given must match, and nothing given means each payment of the account: \`charge\` (a charge or a refund), \`metadata\` (values by key, \`true\` for any), \`method\`, \`card\` (last four digits, or a whole test number), \`phone\`.
\`times\` is how often it is applied, without end where nothing is said. Of several rules for the same place the newest that matches is applied. \`GET /test/rules\` lists them with how often each was applied, \`DELETE /test/rules/:id\` removes one and lets go what it holds, \`DELETE /test/rules\` removes all.
The same: \`chamra rule add\`, \`rules.add\` of \`chamra/testing\` ([testing](testing.md)), and the page Faults of the dashboard. A live account has none. Why it is as it is: [decision 041](decisions/041-faults-on-purpose.md).

${markdownTable(["Fault", "Place", "What happens", "Takes, and by default"], rows)}`;
}

/** What nothing but a payment of real money can confirm of each upstream. */
function firstLiveDay(): string {
  const parts = upstreams.map(({ name, label, tells, assumed }) => {
    const rows = assumed.map(({ fact, confirmedBy }) => ["☐", fact, confirmedBy]);
    return `## ${label.en}

\`${name}\`: ${tellings[tells]}

${markdownTable(["", "Assumed", "Confirmed by"], rows)}`;
  });
  return `<!-- Printed by \`chamra upstreams\`: change \`assumed\` in src/connectors/*/upstream.ts instead. -->
# The first live day

Each connector was written from an upstream's documents and tried with a simulator. What no document settles is assumed, and stands here. Go through the list with one payment of a small amount by each method, before any shop does; where something is otherwise, the
connector is wrong: disconnect ([live.md](live.md)) and tell us.

${parts.join("\n")}
## Everywhere

${markdownTable(
  ["", "Assumed", "Confirmed by"],
  [
    [
      "☐",
      "The server lacks nothing for live money.",
      "`chamra doctor live` ends with exit code 0, and the address of payers' pages opens from a phone outside your network.",
    ],
    [
      "☐",
      "Notifications arrive.",
      "The timeline of a paid charge says that it was asked about at once, and not minutes later by the clock.",
    ],
    ["☐", "A refund comes back to the payer.", "Refund the small payment, and look at the payer's account."],
    ["☐", "The money that arrives is the net of the charges.", "Compare the first settlement with the dashboard's."],
  ],
)}`;
}

const tellings: Record<Upstream["tells"], string> = {
  signed: "it tells of payments by signed notifications.",
  unsigned: "it tells of payments by notifications that are not signed; each is only a reason to ask.",
  nothing: "it tells of nothing; payments are asked about.",
};

/** Countries whose accounts have the method; those in whose way it differs are named with its flow there. */
const countriesIn = (method: Method): string =>
  countryCodes
    .filter((code) => methodIn(method, countries[code].currency))
    .map((code) => {
      const { journey } = method.abroad?.[code] ?? {};
      return journey?.kind === "page" ? `${code} (${journey.flow})` : code;
    })
    .join(" ");

const flowIn = (method: Method): string =>
  hasSource(method) ? `${flowOf(method)}${method.journey.kind === "code" ? `, ${method.journey.shows}` : ""}` : "–";

function refundIn({ refund, voidable }: Method): string {
  if (refund.kind === "none") return "no";
  const brands = Object.entries(refund.brandDays ?? {}).map(([brand, days]) => `${brand} ${days}`);
  const shorter = brands.length > 0 ? ` (${brands.join(", ")})` : "";
  return `${refund.kind}, ${refund.withinDays} days${shorter}${voidable ? "; void" : ""}`;
}

const feesIn = ({ fees: { flat, rate } }: Method): string =>
  Number(flat) > 0 ? `THB ${flat}${Number(rate) > 0 ? ` + ${rate} %` : ""}` : `${rate} %`;

function spanOf(span: number): string {
  const [unit, length] =
    span >= days(2) ? ["days", days(1)] : span >= hours(2) ? ["hours", hours(1)] : ["minutes", minutes(1)];
  return `${span / length} ${unit}`;
}

const methodsWith = (code: FailureCode): Method[] =>
  methods.filter((method) => failureCodesOf(method).some((each) => each === code));

/** Names of methods. Installments of all banks fail alike and are named once. */
function namesOf(methods: readonly Method[]): string {
  const types = methods.map(({ type }) => (type.startsWith("installment_wlb_") ? "installment_wlb_*" : type));
  return [...new Set(types)].map((type) => `\`${type}\``).join(", ");
}

import { settings } from "../config.ts";
import { errorCatalogue } from "../domain/base/errors.ts";
import { type FailureCode, failureCodes } from "../domain/payment/failure.ts";
import { failureCodesOf, failureMessageOf, type Method } from "../domain/payment/method.ts";
import { methods } from "../methods/index.ts";
import { command } from "./command.ts";
import { markdownTable } from "./text.ts";

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
];

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

const methodsWith = (code: FailureCode): Method[] =>
  methods.filter((method) => failureCodesOf(method).some((each) => each === code));

/** Names of methods. Installments of all banks fail alike and are named once. */
function namesOf(methods: readonly Method[]): string {
  const types = methods.map(({ type }) => (type.startsWith("installment_wlb_") ? "installment_wlb_*" : type));
  return [...new Set(types)].map((type) => `\`${type}\``).join(", ");
}

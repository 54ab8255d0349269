import { stepsOf } from "../domain/payment/journey.ts";
import type { Method } from "../domain/payment/method.ts";
import type { Bank, Connectors, Verb } from "./bank.ts";

/**
 * Checks that each method's bank exists and has the verbs that its charges need, so that none is missing when money is under way.
 *
 * @throws Error with every fault in one text: a defect of the build's lists, which no setting can cure
 */
export function checkOffer(methods: readonly Method[], { banks }: Connectors): void {
  const faults = methods.flatMap((method) => faultsOf(method, banks[method.bank]));
  if (faults.length > 0) throw new Error(faults.join("; "));
}

function faultsOf(method: Method, bank: Bank | undefined): string[] {
  if (!bank) return [`no bank is called ${method.bank}, which ${method.type} needs`];
  return verbsFor(method).flatMap((verb) =>
    bank[verb] ? [] : [`${method.bank} has no way to ${verb}, which ${method.type} needs`],
  );
}

/** The verbs that a method's charges may need. */
function verbsFor(method: Method): Verb[] {
  return [
    stepsOf(method).opensAt === "never" ? "authorize" : "open",
    ...(method.capture === "by hand too" ? (["capture", "reverse"] as const) : []),
    ...(method.refund.kind === "none" ? [] : (["refund"] as const)),
  ];
}

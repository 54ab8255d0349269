import { type ErrorCode, Refusal, sentence } from "../../domain/base/errors.ts";

/** A fault of a parameter: its name at the top level, whether it is missing, and the part of the sentence that says so. */
export type Fault = { parameter: string; missing: boolean; text: string };

/** One sentence with all faults, each once. */
const sentenceOf = (faults: readonly Fault[]): string => sentence([...new Set(faults.map(({ text }) => text))]);

/**
 * Refuses parameters with the code of the first rule that matches a fault, else as a bad request.
 *
 * @param rules codes and the faults that have them
 */
export const refusedBy =
  (...rules: readonly [ErrorCode, (fault: Fault) => boolean][]) =>
  (faults: readonly Fault[]): Refusal => {
    const [code] = rules.find(([, applies]) => faults.some(applies)) ?? ["bad_request" as const];
    return new Refusal(code, sentenceOf(faults));
  };

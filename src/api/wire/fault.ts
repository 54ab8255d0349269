import { type ErrorCode, Refusal, sentence } from "../../domain/base/errors.ts";

/** What is wrong with a parameter: its name at the top level, whether it is not there at all, and the fragment of the sentence that says so. */
export type Fault = { parameter: string; missing: boolean; text: string };

/** All faults in one sentence, each once. */
const sentenceOf = (faults: readonly Fault[]): string => sentence([...new Set(faults.map(({ text }) => text))]);

/**
 * How an endpoint refuses parameters: by the code of the first rule that one of the faults falls under, else as a bad request.
 *
 * @param rules code and the faults that have it
 */
export const refusedBy =
  (...rules: readonly [ErrorCode, (fault: Fault) => boolean][]) =>
  (faults: readonly Fault[]): Refusal => {
    const [code] = rules.find(([, applies]) => faults.some(applies)) ?? ["bad_request" as const];
    return new Refusal(code, sentenceOf(faults));
  };

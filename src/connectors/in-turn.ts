import { createQueue, type Queue } from "../domain/base/one-by-one.ts";
import { seconds } from "../domain/base/time.ts";
import type { Way } from "./upstream.ts";

/** How long work waits for its turn. */
const waits = seconds(30);

/**
 * Lets what is done to one payment at an upstream come one after the other within this process. What has waited for long is not begun any more: another
 * process may have begun it meanwhile, and the clock asks for it again.
 */
export function inTurn({ now }: Pick<Way, "now">): Queue {
  const oneByOne = createQueue();
  return (payment, work) => {
    const asked = now();
    return oneByOne(payment, () => {
      if (now() - asked > waits) throw new Error("it was not begun, since others of this payment were under way");
      return work();
    });
  };
}

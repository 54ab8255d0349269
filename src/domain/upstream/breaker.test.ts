import { expect, test } from "vitest";
import { minutes, seconds } from "../base/time.ts";
import { afterAnswer, type Breaker, beingTried, failuresMax, standing, well } from "./breaker.ts";

const afterFailures = (number: number): Breaker => {
  let breaker = well;
  for (let count = 0; count < number; count += 1) breaker = afterAnswer(breaker, false, 0);
  return breaker;
};

test("an upstream rests after five failures in a row, and not after four", () => {
  expect(failuresMax).toBe(5);
  expect(standing(afterFailures(4), 0)).toBe("closed");
  expect(standing(afterFailures(5), 0)).toBe("open");
});

test("an answer between the failures begins the count again", () => {
  const answered = afterAnswer(afterFailures(4), true, 0);
  expect(standing(afterAnswer(answered, false, 0), 0)).toBe("closed");
});

test("after a minute of rest one payment tries the upstream, and others stand back until its answer is there", () => {
  const resting = afterFailures(5);
  expect(standing(resting, minutes(1) - 1)).toBe("open");
  expect(standing(resting, minutes(1))).toBe("half-open");
  expect(standing(beingTried(resting, minutes(1)), minutes(1))).toBe("open");
});

test("the answer to the payment that tries it ends the rest, or begins another", () => {
  const tried = beingTried(afterFailures(5), minutes(1));
  expect(standing(afterAnswer(tried, true, minutes(1)), minutes(1))).toBe("closed");
  const again = afterAnswer(tried, false, minutes(1));
  expect(standing(again, minutes(2) - 1)).toBe("open");
  expect(standing(again, minutes(2))).toBe("half-open");
});

test("where the answer never comes, the next payment tries it after half a minute", () => {
  const tried = beingTried(afterFailures(5), minutes(1));
  expect(standing(tried, minutes(1) + seconds(30))).toBe("half-open");
});

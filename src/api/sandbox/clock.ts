import { z } from "zod";
import { clockOf, moveClock } from "../../operations/sandbox/clock.ts";
import { endpoint } from "../wire/endpoint.ts";
import * as field from "../wire/fields.ts";
import { clockShape, presentClock } from "./clock.shape.ts";

const details = {
  tag: "Test control",
  auth: "secret",
  path: "/test/clock",
  resource: "account",
  returns: clockShape,
  present: presentClock,
} as const;

export const clockEndpoints = [
  endpoint({
    ...details,
    method: "GET",
    right: "view",
    summary: "Retrieve the clock of a test account",
    description:
      "Everything that happens by time follows it: expiry, webhook retries, schedules, transfers, the age of cards. Each test account has its own, which is that of the server until it is moved.",
    refuses: ["bad_request"],
    run: ({ gateway, account }) => clockOf(gateway, account),
  }),
  endpoint({
    ...details,
    method: "POST",
    right: "money",
    summary: "Move the clock of a test account",
    description:
      "What falls due on the way is done in order of time, each at its own moment, and the answer comes when all of it is done: webhooks are delivered, or their attempts recorded as failed. Without `advance` and `to`, what is due now is done. Time never runs backwards.",
    body: z.object({
      advance: field.duration("How far to move it, such as `90s`, `10m`, `2h` or `31d`.").optional(),
      to: field.time("The time to move it to, instead of `advance`.").optional(),
      frozen: field.flag("Whether it then stands still. A frozen clock still moves when it is asked to.").optional(),
    }),
    refuses: ["bad_request", "clock_moving", "service_unavailable"],
    run: ({ gateway, account, body }) => {
      const { advance: by, to, frozen } = body;
      return moveClock(gateway, account, { by, to, frozen });
    },
  }),
];

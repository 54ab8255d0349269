import { inWords } from "../../domain/schedule/calendar.ts";
import type { Schedule } from "../../domain/schedule/schedule-row.ts";
import { amountColumns, type Sheet, textOf, timeColumns } from "../wire/csv-columns.ts";

/** Export of schedules. What was charged stands in the export of charges. */
export const scheduleSheet: Sheet<Schedule> = {
  columns: {
    id: ({ id }) => id,
    ...timeColumns("created_at", ({ createdAt }) => createdAt),
    status: ({ state }) => state,
    customer: ({ customer }) => customer,
    card: ({ card }) => card,
    recipient: ({ recipient }) => recipient,
    currency: ({ currency }) => currency,
    ...amountColumns(
      "amount",
      ({ amount }) => amount,
      ({ currency }) => currency,
    ),
    percentage_of_balance: ({ balanceBps }) => (balanceBps === null ? null : { text: String(balanceBps / 100) }),
    in_words: ({ recurrence }) => inWords(recurrence),
    start_on: ({ startOn }) => startOn,
    end_on: ({ endOn }) => endOn,
    next_on: ({ nextOn }) => nextOn,
    occurrences: ({ processed }) => processed,
    ...timeColumns("ended_at", ({ endedAt }) => endedAt),
    description: ({ description }) => textOf(description),
  },
  metadataOf: ({ metadata }) => metadata,
};

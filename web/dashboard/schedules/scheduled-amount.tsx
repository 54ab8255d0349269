import type { ScheduleAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { Money } from "../money/shown.tsx";
import { payoutsTexts } from "../texts/payouts.ts";

/** What a schedule charges or pays out each time: an amount, or a part of the balance. */
export function ScheduledAmount({ schedule: { charge, transfer } }: { schedule: ScheduleAnswer }) {
  const t = useTexts(payoutsTexts);
  const amount = charge?.amount ?? transfer?.amount ?? null;
  return amount === null ? t.part(String(transfer?.percentage_of_balance ?? 100)) : <Money amount={amount} />;
}

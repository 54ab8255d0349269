import type { AccountAnswer } from "../answers.ts";
import { money, readAmount } from "../money/amount.ts";
import { useAnswer } from "../queries.ts";

/** What one transfer costs, as it is shown; null until it is known, and where nothing can be paid out. */
export function useTransferFee(): string | null {
  const fee = useTransferConfig()?.fee;
  const read = fee === undefined ? null : readAmount(fee);
  return read && "amount" in read && read.amount > 0 ? money(read.amount) : null;
}

/** Whether money of the account can be paid out at all: not where its country's limits are zero. */
export const usePaysOut = (): boolean => Number(useTransferConfig()?.max_transfer_amount ?? 1) > 0;

const useTransferConfig = () => useAnswer<AccountAnswer>("account").data?.transfer_config;

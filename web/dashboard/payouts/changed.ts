/** Paths of all data that a transfer may change. */
export const changedByPayouts = [
  "transfers",
  "balance",
  "ledger/transactions",
  "ledger/sums",
  "overview",
  "events",
  "deliveries",
];

/** Paths of all data that a change of a dispute may change. */
export const changedByDisputes = [
  "dispute_cases",
  "charges",
  "search/charges",
  "overview",
  "balance",
  "ledger",
  "events",
];

/** The changed row with the next version. */
export function revise<Row extends { version: number }>(row: Row, patch: Partial<NoInfer<Row>>): Row {
  return { ...row, ...patch, version: row.version + 1 };
}

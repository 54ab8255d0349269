/** The API document, from the contract. */
export function apiDocument(_publicUrl: string): object {
  return {};
}

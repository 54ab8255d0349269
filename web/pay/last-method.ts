const mark = "last payment method";

/** The method that this payer paid by last, in this browser and, where it keeps sites apart, at this shop; null where nothing is remembered. */
export function lastMethod(): string | null {
  try {
    return localStorage.getItem(mark);
  } catch {
    return null; // a browser that lets frames remember nothing
  }
}

/** Remembers a method's name, and nothing else of the payment. */
export function keepMethod(name: string): void {
  try {
    localStorage.setItem(mark, name);
  } catch {
    // the same
  }
}

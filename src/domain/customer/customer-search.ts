import type { Customer } from "./customer.ts";

/** Whether a text occurs in what is noted of a customer or in the name on a card, or equals the last digits of a card. */
export function mentions({ email, description, metadata, cards }: Customer, text: string): boolean {
  const wanted = text.toLowerCase();
  if (cards.some(({ lastDigits }) => lastDigits === text)) return true;
  const texts = [email, description, ...cards.map(({ name }) => name)];
  if (texts.some((each) => each?.toLowerCase().includes(wanted))) return true;
  return Object.entries(metadata).some(([key, value]) => `${key}\n${shown(value)}`.toLowerCase().includes(wanted));
}

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

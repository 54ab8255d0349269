import type { CardAnswer } from "../answers.ts";

/** `Visa •••• 4242` */
export const cardName = ({ brand, last_digits }: Pick<CardAnswer, "brand" | "last_digits">): string =>
  `${brand} •••• ${last_digits}`;

export const CardName = ({ card }: { card: CardAnswer }) => <span className="number">{cardName(card)}</span>;

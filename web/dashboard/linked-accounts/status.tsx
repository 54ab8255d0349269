import type { LinkedAccountAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { linkedAccountsTexts } from "../texts/linked-accounts.ts";
import { Badge, Status } from "../ui/badge.tsx";

/** The state of a linked account. One that its payer has agreed to is linked; nothing was paid yet. */
export function LinkedStatus({ status }: Pick<LinkedAccountAnswer, "status">) {
  const t = useTexts(linkedAccountsTexts);
  return status === "successful" ? <Badge tone="good">{t.linkedStatus}</Badge> : <Status state={status} />;
}

import type { RecipientAnswer } from "../answers.ts";
import { useListed } from "../listed.ts";
import { Id } from "../ui/id.tsx";
import { bankAccountName } from "./bank-account.ts";

/** A recipient by their name and bank account; one that was deleted, or is not among the newest, by its id. */
export function RecipientName({ id }: { id: string }) {
  const { rows } = useListed<RecipientAnswer>("recipients");
  const recipient = rows.find((each) => each.id === id);
  if (!recipient) return <Id id={id} />;
  return (
    <>
      {recipient.name}
      <br />
      <span className="quiet small">{bankAccountName(recipient.bank_account)}</span>
    </>
  );
}

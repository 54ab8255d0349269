import { Select } from "@mantine/core";
import type { RecipientAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { payoutsTexts } from "../texts/payouts.ts";
import { bankAccountName } from "./bank-account.ts";

/** The recipients that money can go to; the default one is chosen where nobody chose. */
export function RecipientChoice({ chosen, choose }: { chosen: string | null; choose: (id: string) => void }) {
  const t = useTexts(payoutsTexts);
  const { rows } = useListed<RecipientAnswer>("recipients");
  const first = rows.find((each) => each.default)?.id ?? null;
  return (
    <Select
      label={t.recipient}
      value={chosen ?? first}
      onChange={(id) => id && choose(id)}
      data={rows.map(({ id, name, bank_account }) => ({
        value: id,
        label: `${bankAccountName(bank_account)}, ${name}`,
      }))}
      allowDeselect={false}
    />
  );
}

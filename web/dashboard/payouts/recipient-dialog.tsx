import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { bankCodes, bankName } from "../../../src/domain/payout/thai-bank.ts";
import type { RecipientAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { useAct } from "../queries.ts";
import { payoutsTexts } from "../texts/payouts.ts";
import { Confirm } from "../ui/confirm.tsx";

/** Paths of all data that a change of a recipient may change. */
export const changedByRecipients = ["recipients", "transfers", "events", "deliveries"];

/** Adds a recipient, or changes one. The number of the account is asked for anew where it should change. */
export function RecipientDialog({ recipient, close }: { recipient: RecipientAnswer | null; close: () => void }) {
  const t = useTexts(payoutsTexts);
  const live = useMode() === "live";
  const [name, setName] = useState(recipient?.name ?? "");
  const [type, setType] = useState<RecipientAnswer["type"]>(recipient?.type ?? "individual");
  const [email, setEmail] = useState(recipient?.email ?? "");
  const [bank, setBank] = useState(recipient?.bank_account.bank_code ?? "");
  const [number, setNumber] = useState("");
  const [accountName, setAccountName] = useState(recipient?.bank_account.name ?? "");
  const save = useAct<Record<string, unknown>>(recipient ? `recipients/${recipient.id}` : "recipients", {
    method: recipient ? "PATCH" : "POST",
    refreshes: changedByRecipients,
    said: recipient ? t.saved : t.added,
    onDone: close,
  });
  const account = number.trim() !== "";
  const whole = bank !== "" && account && accountName.trim() !== "";
  return (
    <Confirm
      opened
      close={close}
      title={recipient ? t.editTitle : t.addTitle}
      action={recipient ? t.save : t.addAction}
      disabled={name.trim() === "" || (recipient && !account ? false : !whole)}
      busy={save.isPending}
      error={save.error}
      act={() =>
        save.mutate({
          name,
          type,
          email,
          ...(account && { bank_account: { brand: bank, number, name: accountName } }),
        })
      }
    >
      <TextInput
        label={t.name}
        value={name}
        maxLength={255}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <Select
        label={t.type}
        value={type}
        onChange={(chosen) => chosen && setType(chosen as RecipientAnswer["type"])}
        data={(["individual", "corporation"] as const).map((value) => ({ value, label: t.types[value] }))}
        allowDeselect={false}
      />
      <TextInput
        label={t.email}
        value={email}
        maxLength={255}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <Select
        label={t.bank}
        searchable
        value={bank === "" ? null : bank}
        onChange={(chosen) => setBank(chosen ?? "")}
        data={bankCodes
          .filter((code) => !live || code !== "test")
          .map((code) => ({ value: code, label: bankName(code) }))}
      />
      <TextInput
        label={t.number}
        description={recipient && t.numberHint}
        placeholder={recipient ? `••${recipient.bank_account.last_digits}` : ""}
        value={number}
        maxLength={30}
        inputMode="numeric"
        autoComplete="off"
        onChange={({ currentTarget }) => setNumber(currentTarget.value)}
      />
      <TextInput
        label={t.accountName}
        value={accountName}
        maxLength={255}
        onChange={({ currentTarget }) => setAccountName(currentTarget.value)}
      />
    </Confirm>
  );
}

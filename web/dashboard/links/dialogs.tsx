import { Checkbox, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { LinkAnswer } from "../answers.ts";
import { useTexts } from "../language.tsx";
import { homeCurrency, readAmount } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useAct } from "../queries.ts";
import { linksTexts } from "../texts/links.ts";
import { Confirm } from "../ui/confirm.tsx";
import { DeleteDialog } from "../ui/delete-dialog.tsx";

/** Maximum lengths of the API, in characters. */
const titleMax = 255;
const descriptionMax = 1_000;

type NewLink = { amount: number; currency: string; title: string; description: string; multiple: boolean };

/** Dialog for a new link. @param show is called with the link that was made */
export function CreateDialog({ close, show }: { close: () => void; show: (link: LinkAnswer) => void }) {
  const t = useTexts(linksTexts);
  const [typed, type] = useState("");
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const [multiple, setMultiple] = useState(false);
  const create = useAct<NewLink, LinkAnswer>("links", { refreshes: ["links"], said: t.created, onDone: show });
  const read = readAmount(typed);
  return (
    <Confirm
      opened
      close={close}
      title={t.createTitle}
      action={t.createAction}
      busy={create.isPending}
      error={create.error}
      disabled={"fault" in read || title.trim() === "" || description.trim() === ""}
      act={() => {
        if ("amount" in read)
          create.mutate({ amount: read.amount, currency: homeCurrency(), title, description, multiple });
      }}
    >
      <Stack gap="sm">
        <AmountInput label={t.amount(homeCurrency())} typed={typed} type={type} fault={null} />
        <TextInput
          label={t.name}
          description={t.nameHint}
          maxLength={titleMax}
          value={title}
          onChange={({ currentTarget }) => setTitle(currentTarget.value)}
        />
        <Textarea
          label={t.description}
          description={t.descriptionHint}
          maxLength={descriptionMax}
          autosize
          minRows={2}
          value={description}
          onChange={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        <Checkbox
          label={t.multiple}
          description={t.multipleHint}
          checked={multiple}
          onChange={({ currentTarget }) => setMultiple(currentTarget.checked)}
        />
      </Stack>
    </Confirm>
  );
}

export function RemoveDialog({ link, close }: { link: LinkAnswer; close: () => void }) {
  const t = useTexts(linksTexts);
  return (
    <DeleteDialog
      path={`links/${link.id}`}
      title={t.removeTitle}
      action={t.remove}
      said={t.removed}
      refreshes={["links"]}
      close={close}
    >
      <p>{t.removeHint}</p>
    </DeleteDialog>
  );
}

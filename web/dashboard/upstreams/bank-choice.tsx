import { Checkbox, Radio, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { meansBank, payerBanks } from "../../../src/domain/upstream/payer-bank.ts";
import { type Language, useLanguage, useTexts } from "../language.tsx";
import { upstreamTexts } from "../texts/upstreams.ts";
import classes from "./upstreams.module.css";

/** Payers' banks as they are being chosen: those of the list by their codes, and others by words with commas between. */
export type BanksDraft = { only: boolean; codes: string[]; others: string };

const isListed = (bank: string): boolean => payerBanks.some(({ code }) => code === bank);

export function useBanks(banks: readonly string[] | undefined): [BanksDraft, (changed: Partial<BanksDraft>) => void] {
  const [draft, setDraft] = useState<BanksDraft>(() => ({
    only: banks !== undefined,
    codes: banks?.filter(isListed) ?? [],
    others: banks?.filter((bank) => !isListed(bank)).join(", ") ?? "",
  }));
  return [draft, (changed) => setDraft((before) => ({ ...before, ...changed }))];
}

/** The banks of a draft: null for all, undefined where none is named, or one cannot be. */
export function banksIn({ only, codes, others }: BanksDraft): string[] | null | undefined {
  if (!only) return null;
  const words = othersIn(others);
  const all = words && [...new Set([...codes, ...words])];
  return all?.length === 0 ? undefined : all;
}

/** Words of the names of other banks; undefined where some cannot be. */
function othersIn(typed: string): string[] | undefined {
  const words = typed.split(",").flatMap((each) => each.trim() || []);
  return words.every((each) => each.length <= 32 && meansBank(each)) ? words : undefined;
}

/** The name of a bank that a route or a reason has; one that is not in the list is said as it is. */
export const bankLabel = (bank: string, language: Language): string =>
  payerBanks.find(({ code }) => code === bank)?.label[language] ?? bank;

/** Entries of a list with those first that were chosen when it was opened: the rest of a long list is out of sight. */
export const chosenFirst = <Entry,>(
  all: readonly Entry[],
  isChosen: (entry: Entry) => boolean | undefined,
): Entry[] => [...all.filter((each) => isChosen(each)), ...all.filter((each) => !isChosen(each))];

type Props = { saved: readonly string[]; draft: BanksDraft; change: (changed: Partial<BanksDraft>) => void };

/** The payers' banks that a route is for. */
export function BankChoice({ saved, draft, change }: Props) {
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  return (
    <>
      <Radio.Group
        label={t.banks}
        description={t.banksHint}
        value={draft.only ? "some" : "all"}
        onChange={(chosen) => change({ only: chosen === "some" })}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="all" label={t.banksAll} />
          <Radio value="some" label={t.banksSome} />
        </Stack>
      </Radio.Group>
      {draft.only && (
        <>
          <Checkbox.Group value={draft.codes} onChange={(codes) => change({ codes })} aria-label={t.banks}>
            <div className={classes.choices}>
              {chosenFirst(payerBanks, ({ code }) => saved.includes(code)).map(({ code, label }) => (
                <Checkbox key={code} value={code} label={label[language]} />
              ))}
            </div>
          </Checkbox.Group>
          <TextInput
            label={t.banksOthers}
            description={t.banksOthersHint}
            value={draft.others}
            onChange={({ currentTarget }) => change({ others: currentTarget.value })}
            error={othersIn(draft.others) === undefined && t.banksFault}
            autoComplete="off"
          />
        </>
      )}
    </>
  );
}

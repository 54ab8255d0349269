import { Button, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import type { Method } from "../methods/method.ts";
import { money, readAmount, writeAmount } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import { Confirm } from "../ui/confirm.tsx";
import { toldPlainly } from "../ui/refusal.ts";
import type { UpstreamAnswer } from "./answers.ts";
import classes from "./upstreams.module.css";

type Terms = NonNullable<UpstreamAnswer["connection"]>["contract"][number];

/** Terms as they are typed, for one type or family of methods; those without a name are for all others. */
type Typed = { key: number; name: string; rate: string; flat: string; min: string; vat: string };

/** VAT of Thailand, in percent. */
const usualVat = "7";

/** Names of methods and of families with several, by what the contract calls them. */
function useNames(): { families: Map<string, string>; types: Map<string, string> } {
  const { language } = useLanguage();
  const methods = useAnswer<{ data: Method[] }>("methods").data?.data ?? [];
  const types = new Map(methods.map(({ type, name }) => [type, name[language]]));
  const families = methods.filter(({ type, family }) => family.type !== type);
  return { types, families: new Map(families.map(({ family }) => [family.type, family.name[language]])) };
}

/** What an upstream may take by the contract that was entered, a line for each of its terms. */
export function ContractShown({ contract }: { contract: readonly Terms[] }) {
  const t = useTexts(upstreamTexts);
  const { families, types } = useNames();
  if (contract.length === 0) return <span className="quiet">{t.contractNone}</span>;
  return (
    <ul className={classes.terms}>
      {contract.map(({ methods, rate, flat, min, vat }) => (
        <li key={methods?.join() ?? ""}>
          <strong>
            {methods?.map((name) => types.get(name) ?? families.get(name) ?? name).join(", ") ?? t.contractRest}
          </strong>{" "}
          <span className="number">
            {[
              flat > 0 ? `${rate} % + ${money(flat, "THB")}` : `${rate} %`,
              min > 0 && t.contractAtLeast(money(min, "THB")),
              t.contractVat(vat),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Changes the contract with an upstream, one type or family of methods a line. */
export function ContractDialog({ upstream, close }: { upstream: UpstreamAnswer; close: () => void }) {
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  const [lines, setLines] = useState<readonly Typed[]>(() => typedOf(upstream.connection?.contract ?? []));
  const save = useAct<{ contract: Terms[] }>(`upstreams/${upstream.name}/contract`, {
    refreshes: ["upstreams"],
    said: t.contractSaved,
    onDone: close,
  });
  const contract = lines.map(termsIn);
  const change = (key: number, given: Partial<Typed>) =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...given } : line)));
  return (
    <Confirm
      opened
      close={close}
      title={t.contractTitle(upstream.label[language])}
      action={t.contractSave}
      disabled={contract.includes(undefined)}
      busy={save.isPending}
      error={toldPlainly(save.error, language)}
      act={() => save.mutate({ contract: contract.filter((terms) => terms !== undefined) })}
    >
      <Stack gap="md">
        <p>{t.contractLead}</p>
        {lines.map((line, at) => (
          <TermsFields
            key={line.key}
            line={line}
            place={t.contractPlace(at + 1)}
            change={(given) => change(line.key, given)}
            remove={() => setLines(lines.filter(({ key }) => key !== line.key))}
          />
        ))}
        <div>
          <Button variant="default" onClick={() => setLines([...lines, blank(lines)])}>
            {t.contractAdd}
          </Button>
        </div>
      </Stack>
    </Confirm>
  );
}

function TermsFields(props: {
  line: Typed;
  place: string;
  change: (given: Partial<Typed>) => void;
  remove: () => void;
}) {
  const t = useTexts(upstreamTexts);
  const { families, types } = useNames();
  const { line, place, change, remove } = props;
  const choices = (of: Map<string, string>) => [...of].map(([value, label]) => ({ value, label }));
  const percent = (name: "rate" | "vat", label: string) => (
    <TextInput
      label={label}
      value={line[name]}
      inputMode="decimal"
      autoComplete="off"
      rightSection="%"
      error={line[name] !== "" && !isPercent(line[name]) && t.contractPercent}
      onChange={({ currentTarget }) => change({ [name]: currentTarget.value })}
    />
  );
  return (
    <fieldset className={classes.line}>
      <legend>{place}</legend>
      <NativeSelect
        label={t.methods}
        data-autofocus
        value={line.name}
        onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        data={[
          { value: "", label: t.contractRest },
          { group: t.contractFamilies, items: choices(families) },
          { group: t.contractMethods, items: choices(types) },
        ]}
      />
      <div className={classes.prices}>
        {percent("rate", t.contractRate)}
        <AmountInput
          currency="THB"
          label={t.contractFlat}
          typed={line.flat}
          type={(flat) => change({ flat })}
          fault={null}
          empty
        />
        <AmountInput
          currency="THB"
          label={t.contractMin}
          typed={line.min}
          type={(min) => change({ min })}
          fault={null}
          empty
        />
        {percent("vat", t.contractVatRate)}
      </div>
      <div>
        <Button variant="subtle" size="compact-sm" onClick={remove} aria-label={`${t.remove}: ${place}`}>
          {t.remove}
        </Button>
      </div>
    </fieldset>
  );
}

const blank = (lines: readonly Typed[]): Typed => ({
  ...{ key: Math.max(0, ...lines.map(({ key }) => key)) + 1, name: "", rate: "", flat: "", min: "", vat: usualVat },
});

/** Terms that name several methods are a line for each here, which means the same. */
const typedOf = (contract: readonly Terms[]): Typed[] =>
  contract
    .flatMap(({ methods, ...terms }) => (methods ?? [""]).map((name) => ({ name, ...terms })))
    .map(({ name, rate, flat, min, vat }, key) => ({
      key,
      name,
      rate,
      flat: amountText(flat),
      min: amountText(min),
      vat,
    }));

const amountText = (amount: number): string => (amount === 0 ? "" : writeAmount(amount, "THB"));

/** What was typed as terms; undefined while a field cannot be read. */
function termsIn({ name, rate, flat, min, vat }: Typed): Terms | undefined {
  const [fixed, least] = [feeIn(flat), feeIn(min)];
  if (!isPercent(rate) || !isPercent(vat) || fixed === undefined || least === undefined) return undefined;
  return { methods: name === "" ? null : [name], rate, flat: fixed, min: least, vat };
}

function feeIn(typed: string): number | undefined {
  const read = readAmount(typed, "THB");
  if ("amount" in read) return read.amount;
  return read.fault === "empty" ? 0 : undefined;
}

const isPercent = (text: string): boolean => /^(100|\d{1,2}(\.\d{1,6})?)$/.test(text);

import { Button, Checkbox, Group, Modal, NativeSelect, Radio, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import type { Method } from "../methods/method.ts";
import { readAmount, writeAmount } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useAnswer } from "../queries.ts";
import { shellTexts } from "../texts/shell.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import type { Route, UpstreamAnswer } from "./answers.ts";
import { BankChoice, banksIn, chosenFirst, useBanks } from "./bank-choice.tsx";
import classes from "./upstreams.module.css";

type Props = {
  route: Route;
  /** Upstreams that the account is connected to. */
  upstreams: readonly UpstreamAnswer[];
  close: () => void;
  keep: (route: Route) => void;
};

/** Changes one route of the draft. Nothing is saved by it. */
export function RouteDialog({ route, upstreams, close, keep }: Props) {
  const t = useTexts(upstreamTexts);
  const words = useTexts(shellTexts);
  const { language } = useLanguage();
  const all = useAnswer<{ data: Method[] }>("methods").data?.data ?? [];
  const [upstream, setUpstream] = useState(route.upstream);
  const [only, setOnly] = useState(route.methods !== null);
  const [methods, setMethods] = useState<string[]>(route.methods ?? []);
  const [min, setMin] = useState(written(route.min));
  const [max, setMax] = useState(written(route.max));
  const [banks, changeBanks] = useBanks(route.banks);
  const [brands, setBrands] = useState(route.brands?.join(", ") ?? "");
  const [order, setOrder] = useState<Order>(orderOf(route));
  const [weight, setWeight] = useState(String(route.weight ?? ""));
  const [rate, setRate] = useState(route.cost?.rate ?? "");
  const [fixed, setFixed] = useState(writeAmount(route.cost?.fixed ?? 0));
  const read = {
    ...{ min: boundIn(min), max: boundIn(max), banks: banksIn(banks), brands: namesIn(brands) },
    weight: order === "shared" ? weightIn(weight) : null,
    cost: order === "compared" ? costIn(rate, fixed) : null,
  };
  const complete = Object.values(read).every((value) => value !== undefined) && (!only || methods.length > 0);
  return (
    <Modal opened onClose={close} title={t.editTitle} closeButtonProps={{ "aria-label": words.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { min = null, max = null, banks, brands, weight, cost } = read;
          if (!complete) return;
          keep({
            ...{ upstream, methods: only ? methods : null, min, max },
            ...(banks && { banks }),
            ...(brands && { brands }),
            ...(weight && { weight }),
            ...(cost && { cost }),
          });
        }}
      >
        <Stack gap="md">
          <NativeSelect
            label={t.upstream}
            value={upstream}
            onChange={({ currentTarget }) => setUpstream(currentTarget.value)}
            data={upstreams.map(({ name, label }) => ({ value: name, label: label[language] }))}
            data-autofocus // the first of the dialog, and not its first amount
          />
          <Radio.Group
            label={t.methods}
            value={only ? "some" : "all"}
            onChange={(chosen) => setOnly(chosen === "some")}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="all" label={t.methodsAll} />
              <Radio value="some" label={t.methodsSome} />
            </Stack>
          </Radio.Group>
          {only && (
            <Checkbox.Group value={methods} onChange={setMethods} aria-label={t.methods}>
              <div className={classes.choices}>
                {chosenFirst(all, ({ type }) => route.methods?.includes(type)).map(({ type, name }) => (
                  <Checkbox key={type} value={type} label={name[language]} />
                ))}
              </div>
            </Checkbox.Group>
          )}
          <div className={classes.pair}>
            <AmountInput label={t.min} hint={t.boundHint} typed={min} type={setMin} fault={null} empty />
            <AmountInput label={t.max} hint={t.boundHint} typed={max} type={setMax} fault={null} empty />
          </div>
          <BankChoice saved={route.banks ?? []} draft={banks} change={changeBanks} />
          <Typed
            label={t.brands}
            hint={t.brandsHint}
            typed={brands}
            type={setBrands}
            fault={read.brands === undefined && t.brandsFault}
          />
          <Radio.Group label={t.order} value={order} onChange={(chosen) => setOrder(chosen as Order)}>
            <Stack gap="xs" mt="xs">
              <Radio value="alone" label={t.orderAlone} />
              <Radio value="shared" label={t.orderShared} />
              <Radio value="compared" label={t.orderCompared} />
            </Stack>
          </Radio.Group>
          {order === "shared" && (
            <Typed
              label={t.weight}
              hint={t.weightHint}
              typed={weight}
              type={setWeight}
              fault={weight !== "" && read.weight === undefined && t.weightFault}
            />
          )}
          {order === "compared" && (
            <div className={classes.pair}>
              <Typed
                label={t.rate}
                hint={t.rateHint}
                typed={rate}
                type={setRate}
                fault={rate !== "" && !isRate(rate) && t.rateFault}
              />
              <AmountInput label={t.fixed} hint={t.fixedHint} typed={fixed} type={setFixed} fault={null} />
            </div>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              {words.cancel}
            </Button>
            <Button type="submit" disabled={!complete}>
              {t.done}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** How a route stands beside others: alone, sharing by weights, or compared by costs. */
type Order = "alone" | "shared" | "compared";

const orderOf = ({ weight, cost }: Route): Order =>
  weight !== undefined ? "shared" : cost !== undefined ? "compared" : "alone";

type TypedProps = { label: string; hint: string; typed: string; type: (typed: string) => void; fault: string | false };

function Typed({ label, hint, typed, type, fault }: TypedProps) {
  return (
    <TextInput
      label={label}
      description={hint}
      value={typed}
      onChange={({ currentTarget }) => type(currentTarget.value)}
      error={fault}
      autoComplete="off"
    />
  );
}

const written = (bound: number | null): string => (bound === null ? "" : writeAmount(bound));

/** A bound as it was typed: null for none, undefined for what is no amount. */
function boundIn(typed: string): number | null | undefined {
  const read = readAmount(typed);
  if ("amount" in read) return read.amount;
  return read.fault === "empty" ? null : undefined;
}

/** Names of brands as they were typed: null for none, undefined where one is too long. */
function namesIn(typed: string): string[] | null | undefined {
  const names = typed.split(",").flatMap((name) => name.trim() || []);
  if (names.length === 0) return null;
  return names.every((name) => name.length <= 32) ? names : undefined;
}

const weightIn = (typed: string): number | undefined =>
  /^([1-9]\d?|100)$/.test(typed.trim()) ? Number(typed) : undefined;

const isRate = (typed: string): boolean => /^\d{1,2}(\.\d{1,4})?$/.test(typed.trim());

/** A cost as it was typed; undefined for what is none. */
function costIn(rate: string, fixed: string): Route["cost"] {
  const read = readAmount(fixed);
  const none = "fault" in read && read.fault === "empty";
  if (!isRate(rate) || ("fault" in read && !none)) return undefined;
  return { rate: rate.trim(), fixed: "amount" in read ? read.amount : 0 };
}

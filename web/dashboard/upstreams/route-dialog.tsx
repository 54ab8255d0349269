import { Button, Checkbox, Group, Modal, NativeSelect, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import type { Method } from "../methods/method.ts";
import { readAmount, writeAmount } from "../money/amount.ts";
import { AmountInput } from "../money/amount-input.tsx";
import { useAnswer } from "../queries.ts";
import { shellTexts } from "../texts/shell.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import type { Route, UpstreamAnswer } from "./answers.ts";
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
  const bounds = { min: boundIn(min), max: boundIn(max) };
  const complete = bounds.min !== undefined && bounds.max !== undefined && (!only || methods.length > 0);
  return (
    <Modal opened onClose={close} title={t.editTitle} closeButtonProps={{ "aria-label": words.close }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const { min, max } = bounds;
          if (complete && min !== undefined && max !== undefined)
            keep({ ...route, upstream, methods: only ? methods : null, min, max });
        }}
      >
        <Stack gap="md">
          <NativeSelect
            label={t.upstream}
            value={upstream}
            onChange={({ currentTarget }) => setUpstream(currentTarget.value)}
            data={upstreams.map(({ name, label }) => ({ value: name, label: label[language] }))}
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
                {all.map(({ type, name }) => (
                  <Checkbox key={type} value={type} label={name[language]} />
                ))}
              </div>
            </Checkbox.Group>
          )}
          <AmountInput label={t.min} hint={t.boundHint} typed={min} type={setMin} fault={null} empty />
          <AmountInput label={t.max} hint={t.boundHint} typed={max} type={setMax} fault={null} empty />
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

const written = (bound: number | null): string => (bound === null ? "" : writeAmount(bound));

/** A bound as it was typed: null for none, undefined for what is no amount. */
function boundIn(typed: string): number | null | undefined {
  const read = readAmount(typed);
  if ("amount" in read) return read.amount;
  return read.fault === "empty" ? null : undefined;
}

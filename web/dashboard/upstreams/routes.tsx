import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useMethods } from "../charges/method.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { money } from "../money/amount.ts";
import { useAct } from "../queries.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import { ActButton } from "../ui/act-button.tsx";
import { Section } from "../ui/layout.tsx";
import { Refused } from "../ui/state.tsx";
import type { Route, UpstreamAnswer } from "./answers.ts";
import { bankLabel } from "./bank-choice.tsx";
import { changedByUpstreams } from "./changed.ts";
import { RouteDialog } from "./route-dialog.tsx";
import classes from "./upstreams.module.css";

type Props = { saved: Route[]; upstreams: readonly UpstreamAnswer[] };

/** The account's routes, in the order in which they are looked at. Changes are saved together, so no payment meets half of them. */
export function Routes({ saved, upstreams }: Props) {
  const t = useTexts(upstreamTexts);
  const { language } = useLanguage();
  const [draft, setDraft] = useState<Route[] | null>(null);
  const [editing, setEditing] = useState<number | null>(null);
  const save = useAct<{ routes: Route[] }>("routes", {
    refreshes: changedByUpstreams,
    said: t.routesSaved,
    onDone: () => setDraft(null),
  });
  const routes = draft ?? saved;
  const connected = upstreams.filter(({ connection }) => connection !== null);
  const [first] = connected;
  const labelOf = (name: string) => upstreams.find((each) => each.name === name)?.label[language] ?? name;
  const move = (from: number, to: number) => {
    const rest = routes.filter((_, index) => index !== from);
    setDraft(rest.toSpliced(to, 0, ...routes.slice(from, from + 1)));
  };
  return (
    <Section title={t.routes} lead={t.routesLead}>
      {routes.length === 0 && <p className="quiet">{t.routesNone}</p>}
      <ol className={classes.routes} aria-label={t.routes}>
        {routes.map((route, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a route is its place
          <li key={index}>
            <div className={classes.route}>
              <strong>{labelOf(route.upstream)}</strong>
              <Scope route={route} />
            </div>
            <Group gap="xs">
              <ActButton
                right="upstreams"
                size="xs"
                variant="default"
                of={t.place(index + 1)}
                disabled={index === 0}
                onClick={() => move(index, index - 1)}
              >
                {t.earlier}
              </ActButton>
              <ActButton
                right="upstreams"
                size="xs"
                variant="default"
                of={t.place(index + 1)}
                disabled={index === routes.length - 1}
                onClick={() => move(index, index + 1)}
              >
                {t.later}
              </ActButton>
              <ActButton
                right="upstreams"
                size="xs"
                variant="default"
                of={t.place(index + 1)}
                onClick={() => setEditing(index)}
              >
                {t.edit}
              </ActButton>
              <ActButton
                right="upstreams"
                size="xs"
                variant="default"
                of={t.place(index + 1)}
                onClick={() => setDraft(routes.toSpliced(index, 1))}
              >
                {t.remove}
              </ActButton>
            </Group>
          </li>
        ))}
      </ol>
      <Refused error={save.error} />
      <div className={classes.foot}>
        {first && (
          <ActButton
            right="upstreams"
            variant="default"
            onClick={() => {
              setDraft([...routes, { upstream: first.name, methods: null, min: null, max: null }]);
              setEditing(routes.length);
            }}
          >
            {t.add}
          </ActButton>
        )}
        {draft && (
          <Group gap="sm">
            <span className="quiet small" role="status">
              {t.routesDraft}
            </span>
            <Button variant="default" onClick={() => setDraft(null)}>
              {t.undo}
            </Button>
            <Button loading={save.isPending} onClick={() => save.mutate({ routes: draft })}>
              {t.save}
            </Button>
          </Group>
        )}
      </div>
      {editing !== null && routes[editing] && (
        <RouteDialog
          route={routes[editing]}
          upstreams={connected}
          close={() => setEditing(null)}
          keep={(changed) => {
            setDraft(routes.with(editing, changed));
            setEditing(null);
          }}
        />
      )}
    </Section>
  );
}

/** Which payments a route is for, and how it stands beside others. */
function Scope({ route: { methods, min, max, banks, brands, weight, cost } }: { route: Route }) {
  const t = useTexts(upstreamTexts);
  const { name } = useMethods();
  const { language } = useLanguage();
  const bounds = [...(min === null ? [] : [t.from(money(min))]), ...(max === null ? [] : [t.upTo(money(max))])];
  const facts = [
    methods === null ? t.allMethods : methods.map(name).join(", "),
    bounds.join(", ") || t.anyAmount,
    ...(banks ? [t.onlyBanks(banks.map((bank) => bankLabel(bank, language)).join(", "))] : []),
    ...(brands ? [t.onlyBrands(brands.join(", "))] : []),
    ...(weight === undefined ? [] : [t.weighs(weight)]),
    ...(cost ? [t.costs(cost.rate, cost.fixed === 0 ? null : money(cost.fixed))] : []),
  ];
  return <span className="quiet small">{facts.join("; ")}</span>;
}

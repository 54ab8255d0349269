import { Button } from "@mantine/core";
import { useState } from "react";
import type { ChargeOverviewAnswer } from "../../../src/api/insight/charge-overview.shape.ts";
import type { Right } from "../../../src/domain/team/role.ts";
import { useLanguage, useTexts } from "../language.tsx";
import { useCan } from "../session.tsx";
import { actTexts } from "../texts/charge.ts";
import { Icon } from "../ui/icon.tsx";
import { plainly } from "../ui/refusal.ts";
import { useMayNot } from "../ui/state.tsx";
import { ActDialog } from "./act-dialog.tsx";
import classes from "./actions.module.css";
import { type ActName, acts, type Overview } from "./acts.ts";

/** Acts that the charge allows now. Members without the right see disabled buttons and which roles have it. */
export function Actions({ overview }: { overview: Overview }) {
  const t = useTexts(actTexts);
  const can = useCan();
  const [asked, ask] = useState<ActName | null>(null);
  const { charge, actions } = overview;
  const possible = actions.flatMap(({ action, allowed }) => (allowed && action !== "open_payer_page" ? [action] : []));
  const missing = [...new Set(possible.map((action) => acts[action].right))].filter((right) => !can(right));
  const pageIsOpen = actions.some(({ action, allowed }) => action === "open_payer_page" && allowed);
  return (
    <div className={classes.actions}>
      <div className={classes.buttons}>
        {pageIsOpen && charge.authorize_uri && (
          <Button
            component="a"
            href={charge.authorize_uri}
            target="_blank"
            rel="noreferrer"
            variant="default"
            rightSection={<Icon name="external" size={15} />}
          >
            {t.open_payer_page.button}
          </Button>
        )}
        {possible.map((action) => (
          <Button
            key={action}
            variant={action === "capture" || action === "mark_as_paid" ? "filled" : "default"}
            disabled={!can(acts[action].right)}
            onClick={() => ask(action)}
          >
            {t[action].button}
          </Button>
        ))}
      </div>
      {missing.map((right) => (
        <MayNot key={right} right={right} />
      ))}
      {asked && <ActDialog key={asked} act={asked} overview={overview} close={() => ask(null)} />}
    </div>
  );
}

function MayNot({ right }: { right: Right }) {
  return <p className="quiet small">{useMayNot(right)}</p>;
}

/** Acts that the charge does not allow now, each with the reason. */
export function Impossible({ actions }: Pick<ChargeOverviewAnswer, "actions">) {
  const t = useTexts(actTexts);
  const { language } = useLanguage();
  const refused = actions.filter(({ allowed, action }) => !allowed && action in acts);
  if (refused.length === 0) return null;
  return (
    <details className={classes.impossible}>
      <summary>{t.impossible}</summary>
      <dl>
        {refused.map(({ action, why_not }) => (
          <div key={action}>
            <dt>{t[action].button}</dt>
            <dd>{plainly(why_not ?? "", language)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

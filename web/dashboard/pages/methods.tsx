import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { MethodCard } from "../methods/card.tsx";
import type { Method } from "../methods/method.ts";
import classes from "../methods/methods.module.css";
import { Wallets } from "../methods/wallets.tsx";
import { useMode } from "../mode.ts";
import { useAnswer } from "../queries.ts";
import { methodTexts } from "../texts/methods.ts";
import { PageHead, Sheets } from "../ui/layout.tsx";
import { Notice, OnlyLooking } from "../ui/notice.tsx";
import { Answered } from "../ui/state.tsx";

/** All payment methods, with their state for this account. */
export function Methods() {
  const t = useTexts(methodTexts);
  const mode = useMode();
  const methods = useAnswer<{ data: Method[] }>("methods");
  return (
    <>
      <PageHead title={usePageTitle()} lead={mode === "test" ? t.leadTest : t.leadLive} />
      <Sheets>
        <OnlyLooking right="methods" />
        <Answered answer={methods} lines={12}>
          {({ data }) => (
            <div>
              {data.some(({ connected }) => !connected) && (
                <div className={classes.above}>
                  <Notice tone="warn" icon="warning">
                    {t.notConnectedHint}
                  </Notice>
                </div>
              )}
              <Group title={t.single} methods={data.filter(({ bank }) => bank === null)} />
              <Wallets />
              <Group title={t.installments} lead={t.installmentsLead} methods={data.filter(({ bank }) => bank)} />
            </div>
          )}
        </Answered>
      </Sheets>
    </>
  );
}

function Group({ title, lead, methods }: { title: string; lead?: string; methods: readonly Method[] }) {
  return (
    <section className={classes.group}>
      <div className={classes.groupHead}>
        <h2>{title}</h2>
        {lead && <p className="quiet small">{lead}</p>}
      </div>
      <div className={classes.grid}>
        {methods.map((method) => (
          <MethodCard key={method.type} method={method} />
        ))}
      </div>
    </section>
  );
}

import { useLanguage, useTexts } from "../language.tsx";
import { webhookTexts } from "../texts/webhooks.ts";
import { lengthText } from "../time.ts";
import { Section } from "../ui/layout.tsx";
import type { Webhook } from "./endpoint.tsx";
import classes from "./webhooks.module.css";

/** The retry schedule of deliveries. */
export function RetrySchedule({ webhook: { schedule } }: { webhook: Webhook }) {
  const t = useTexts(webhookTexts);
  const { language } = useLanguage();
  const { waits, give_up_after: end } = schedule;
  const last = waits.at(-1);
  return (
    <Section title={t.schedule} lead={t.scheduleLead}>
      <ol className={classes.schedule}>
        <li>
          <strong>{t.tryAt(1)}</strong>
          <span>{t.first}</span>
        </li>
        {waits.map((wait, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: waits are identified by their index
          <li key={at}>
            <strong>{t.tryAt(at + 2)}</strong>
            <span>{t.after(lengthText(wait, language))}</span>
          </li>
        ))}
      </ol>
      <p className="quiet small">
        {last === undefined
          ? t.onlyEnd(lengthText(end, language))
          : t.again(lengthText(last, language), lengthText(end, language))}
      </p>
    </Section>
  );
}

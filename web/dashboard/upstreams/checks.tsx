import { useTexts } from "../language.tsx";
import { useAnswer } from "../queries.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import { Badge } from "../ui/badge.tsx";
import { Section } from "../ui/layout.tsx";
import { Answered } from "../ui/state.tsx";
import type { LiveChecksAnswer } from "./answers.ts";
import classes from "./upstreams.module.css";

/** What the server has to have before it takes live money, and what of it is missing. */
export function Checks() {
  const t = useTexts(upstreamTexts);
  const checks = useAnswer<LiveChecksAnswer>("live-checks");
  return (
    <Answered answer={checks} lines={4}>
      {({ enforced, data }) => {
        const lacks = data.some(({ missing }) => missing !== null);
        return (
          <Section title={t.checks} lead={lacks ? (enforced ? t.checksEnforced : t.checksTrial) : t.checksDone}>
            <ul className={classes.checks}>
              {data.map(({ name, missing }) => (
                <li key={name}>
                  <Badge tone={missing === null ? "good" : enforced ? "bad" : "warn"}>
                    {missing === null ? t.there : t.missing}
                  </Badge>
                  <div>
                    {t.needs[name]}
                    {missing !== null && <p className="quiet small">{t.cures[name]}</p>}
                  </div>
                </li>
              ))}
            </ul>
          </Section>
        );
      }}
    </Answered>
  );
}

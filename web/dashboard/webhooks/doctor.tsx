import { Stack } from "@mantine/core";
import type { z } from "zod";
import type { examinationShape } from "../../../src/api/event/webhook-doctor.shape.ts";
import { useTexts } from "../language.tsx";
import { useAct } from "../queries.ts";
import { webhookDoctorTexts } from "../texts/webhook-doctor.ts";
import { HttpStatus } from "../timeline/http-status.tsx";
import { ActButton } from "../ui/act-button.tsx";
import { Badge } from "../ui/badge.tsx";
import { Icon } from "../ui/icon.tsx";
import { Section } from "../ui/layout.tsx";
import { Notice } from "../ui/notice.tsx";
import { Refused } from "../ui/state.tsx";
import classes from "./webhooks.module.css";

type Examination = z.output<typeof examinationShape.schema>;
type Examined = Examination["endpoints"][number];

/** What stands in the way of events, endpoint by endpoint. */
export function Doctor() {
  const t = useTexts(webhookDoctorTexts);
  const examine = useAct<Record<string, never>, Examination>("webhook/examine");
  const { data, isPending, error } = examine;
  return (
    <Section
      title={t.title}
      lead={t.lead}
      actions={
        <ActButton
          right="webhooks"
          variant="default"
          leftSection={<Icon name="search" size={16} />}
          loading={isPending}
          onClick={() => examine.mutate({})}
        >
          {t.examine}
        </ActButton>
      }
    >
      <Refused error={error} />
      <div aria-live="polite">
        {data && !isPending && (
          <Stack gap="sm">
            {data.endpoints.length === 0 && (
              <Notice tone="warn" icon="warning">
                {t.noEndpoint}
              </Notice>
            )}
            {data.endpoints.map((endpoint) => (
              <Endpoint key={`${endpoint.from} ${endpoint.uri}`} endpoint={endpoint} />
            ))}
            {!data.any_event && <p className="quiet">{t.nothingYet}</p>}
          </Stack>
        )}
      </div>
    </Section>
  );
}

const tries = ["genuine", "forged", "replayed"] as const;

function Endpoint({ endpoint }: { endpoint: Examined }) {
  const t = useTexts(webhookDoctorTexts);
  const { uri, finding, faults } = endpoint;
  const well = finding === "well";
  return (
    <Notice tone={well ? "good" : "bad"} icon={well ? "check" : "warning"}>
      <strong className={classes.examined}>{uri}</strong>
      <p>{t.findings[finding]}</p>
      {faults.map((fault) => (
        <p key={fault} lang="en">
          {fault}
        </p>
      ))}
      <ul className={classes.tries}>
        {tries.map((name) => {
          const sent = endpoint[name];
          if (!sent) return null;
          return (
            <li key={name}>
              <span>{t.tries[name]}</span>
              {sent.status === null ? <Badge tone="bad">{t.noAnswer}</Badge> : <HttpStatus status={sent.status} />}
              <span className="small" lang="en">
                {sent.error ?? sent.answer?.split("\n", 1)[0]}
              </span>
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}

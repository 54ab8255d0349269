import type { ReactNode } from "react";
import type { RequestAnswer } from "../../../src/api/log/request.shape.ts";
import { laidOut } from "../exact.ts";
import { useTexts } from "../language.tsx";
import { Go, useParameter } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import classes from "../requests/request.module.css";
import { requestsTexts } from "../texts/requests.ts";
import { HttpStatus } from "../timeline/http-status.tsx";
import { Items } from "../timeline/timeline.tsx";
import { CodeBlock } from "../ui/code.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Facts, PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Missing } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

export function Request() {
  const t = useTexts(requestsTexts);
  const id = useParameter("id");
  const answer = useAnswer<RequestAnswer>(`requests/${id}`);
  return (
    <Answered answer={answer} lines={10} missing={<Missing id={id} list={{ to: "/requests", name: t.back }} />}>
      {(request) => <View request={request} />}
    </Answered>
  );
}

function View({ request }: { request: RequestAnswer }) {
  const t = useTexts(requestsTexts);
  const { id, at, method, path, status, latency_ms, key, ip, error_code, about, card_check, curl, truncated } = request;
  return (
    <>
      <PageHead
        above={<Go to="/requests">{t.back}</Go>}
        title={
          <code className={classes.title}>
            {method} {path}
          </code>
        }
        lead={
          <>
            <HttpStatus status={status} /> <Time at={at} form="full" /> · {t.ms(String(latency_ms))}
          </>
        }
      />
      <Sheets>
        <Section title={t.details}>
          <Facts
            facts={[
              [t.id, <Copyable key="id" text={id} />],
              [t.columns.key, key ? `${t.keyKinds[key.kind]} (${key.id})` : t.noKey],
              ip === null ? null : [t.address, <code key="ip">{ip}</code>],
              error_code === null ? null : [t.error, <code key="error">{error_code}</code>],
              about === null ? null : [t.about, <About key="about" id={about} />],
              ...Object.entries(request.request_headers).map(([name, value]): [string, ReactNode] => [
                name,
                <code key={name}>{value}</code>,
              ]),
            ]}
          />
        </Section>
        {card_check.length > 0 && (
          <Section title={t.cardCheck} lead={t.cardCheckHint}>
            <Items items={card_check} />
          </Section>
        )}
        <Section title={t.curl} lead={t.curlHint}>
          <CodeBlock label={t.curl} code={curl} />
        </Section>
        <Body title={t.requestBody} body={request.request_body} />
        <Body title={t.responseBody} body={request.response_body} lead={truncated && t.truncated} />
      </Sheets>
    </>
  );
}

/** Link to the object of the request, by its id. */
/** Pages of objects, by the prefix of their ids; whatever else a request is about is found by the search of charges. */
const pagesOf = [
  ["chrg_", "/charges"],
  ["cust_", "/customers"],
  ["schd_", "/schedules"],
] as const;

function About({ id }: { id: string }) {
  const page = pagesOf.find(([prefix]) => id.startsWith(prefix))?.[1];
  return (
    <Go to={page ? `${page}/${id}` : "/charges"} search={page ? {} : { q: id }}>
      <code>{id}</code>
    </Go>
  );
}

function Body({ title, body, lead }: { title: string; body: string | null; lead?: ReactNode }) {
  const t = useTexts(requestsTexts);
  return (
    <Section title={title} lead={lead}>
      {body ? <CodeBlock label={title} code={laidOut(body)} height={520} /> : <p className="quiet">{t.noBody}</p>}
    </Section>
  );
}

import { ApiError } from "../api.ts";
import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { useMode } from "../mode.ts";
import { Go } from "../navigation.tsx";
import { useAnswer } from "../queries.ts";
import { upstreamTexts } from "../texts/upstreams.ts";
import { PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Empty } from "../ui/state.tsx";
import type { Route, UpstreamAnswer } from "../upstreams/answers.ts";
import { Checks } from "../upstreams/checks.tsx";
import { Connection } from "../upstreams/connection.tsx";
import { Routes } from "../upstreams/routes.tsx";
import { Trial } from "../upstreams/trial.tsx";

/** Upstreams that carry the live payments of this account, the routes to them, and what the server lacks for live money. */
export function Upstreams() {
  const t = useTexts(upstreamTexts);
  const mode = useMode();
  return (
    <>
      <PageHead title={usePageTitle()} lead={t.lead} />
      <Sheets>{mode === "test" ? <InTestMode /> : <InLiveMode />}</Sheets>
    </>
  );
}

function InTestMode() {
  const t = useTexts(upstreamTexts);
  return (
    <Section>
      <Empty
        title={t.testTitle}
        icon="upstreams"
        action={
          <Go to="/upstreams" mode="live">
            {t.toLive}
          </Go>
        }
      >
        {t.testHint}
      </Empty>
    </Section>
  );
}

function InLiveMode() {
  const t = useTexts(upstreamTexts);
  const upstreams = useAnswer<{ data: UpstreamAnswer[] }>("upstreams");
  const routes = useAnswer<{ data: Route[] }>("routes");
  if (upstreams.error instanceof ApiError && upstreams.error.code === "forbidden")
    return (
      <Section>
        <Empty title={t.codesTitle} icon="lock" action={<Go to="/account">{t.toAccount}</Go>}>
          {t.codesHint}
        </Empty>
      </Section>
    );
  return (
    <>
      <Answered answer={upstreams}>
        {({ data }) => (
          <>
            {data.map((upstream) => (
              <Connection key={upstream.name} upstream={upstream} />
            ))}
            <Answered answer={routes}>{(saved) => <Routes saved={saved.data} upstreams={data} />}</Answered>
            <Trial upstreams={data} />
          </>
        )}
      </Answered>
      <Checks />
    </>
  );
}

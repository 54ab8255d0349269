import { usePageTitle } from "../frame/page-title.ts";
import { useTexts } from "../language.tsx";
import { useAnswer } from "../queries.ts";
import { webhookTexts } from "../texts/webhooks.ts";
import { PageHead, Sheets } from "../ui/layout.tsx";
import { OnlyLooking } from "../ui/notice.tsx";
import { Answered } from "../ui/state.tsx";
import { Deliveries } from "../webhooks/deliveries.tsx";
import { Doctor } from "../webhooks/doctor.tsx";
import { Endpoint, type Webhook } from "../webhooks/endpoint.tsx";
import { OtherEndpoints } from "../webhooks/others.tsx";
import { RetrySchedule } from "../webhooks/schedule.tsx";
import { SigningSecret } from "../webhooks/secret.tsx";
import { VerifySamples } from "../webhooks/verify.tsx";

/** Webhooks: endpoints, secret, deliveries. */
export function Webhooks() {
  const t = useTexts(webhookTexts);
  const webhook = useAnswer<Webhook>("webhook");
  return (
    <>
      <PageHead title={usePageTitle()} lead={t.lead} />
      <Sheets>
        <OnlyLooking right="settings" />
        <Answered answer={webhook}>
          {(answer) => (
            <>
              <Endpoint webhook={answer} />
              <Deliveries />
              <Doctor />
              <OtherEndpoints webhook={answer} />
              <SigningSecret webhook={answer} />
              <VerifySamples />
              <RetrySchedule webhook={answer} />
            </>
          )}
        </Answered>
      </Sheets>
    </>
  );
}

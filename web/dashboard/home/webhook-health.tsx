import type { OverviewAnswer } from "../../../src/api/insight/overview.shape.ts";
import { counted } from "../count.ts";
import { AccountTime } from "../frame/account-time.tsx";
import { useLanguage, useTexts } from "../language.tsx";
import { Go } from "../navigation.tsx";
import { homeTexts } from "../texts/home.ts";
import { Facts, Section } from "../ui/layout.tsx";
import type { Period } from "./charts.tsx";

/** Health of the webhook deliveries to the merchant's server. */
export function WebhookHealth({ webhooks, period }: Pick<OverviewAnswer, "webhooks"> & { period: Period }) {
  const t = useTexts(homeTexts);
  const { language } = useLanguage();
  const { delivered, retrying, given_up, last_failure } = webhooks;
  const quiet = delivered + retrying + given_up === 0;
  return (
    <Section
      title={t.webhooks}
      lead={t.periods[period]}
      actions={
        <Go to="/webhooks" className="small">
          {quiet ? t.setWebhook : t.seeDeliveries}
        </Go>
      }
    >
      {quiet ? (
        <p className="quiet">{t.webhooksNone}</p>
      ) : (
        <Facts
          facts={[
            [t.delivered, <span key="n">{counted(delivered, language)}</span>],
            [t.retrying, <span key="n">{counted(retrying, language)}</span>],
            [t.givenUp, <span key="n">{counted(given_up, language)}</span>],
            last_failure === null
              ? null
              : [
                  t.lastFailure,
                  <span key="failure">
                    <Go to={`/events/${last_failure.event}`}>
                      <AccountTime at={last_failure.at} />
                    </Go>{" "}
                    <span className="quiet small">{last_failure.error ?? last_failure.status}</span>
                  </span>,
                ],
          ]}
        />
      )}
    </Section>
  );
}

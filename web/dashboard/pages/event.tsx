import { Button } from "@mantine/core";
import type { EventDeliveriesAnswer } from "../../../src/api/event/delivery.shape.ts";
import { happenedAt } from "../answers.ts";
import { DeliveryOf } from "../events/delivery.tsx";
import { useTexts } from "../language.tsx";
import { Go, useParameter } from "../navigation.tsx";
import { useAct, useAnswer } from "../queries.ts";
import { useCan } from "../session.tsx";
import { eventKeyTexts, eventsTexts } from "../texts/events.ts";
import { CodeBlock } from "../ui/code.tsx";
import { Copyable } from "../ui/copy.tsx";
import { Icon } from "../ui/icon.tsx";
import { PageHead, Section, Sheets } from "../ui/layout.tsx";
import { Answered, Missing, Refused, useMayNot } from "../ui/state.tsx";
import { Time } from "../ui/time.tsx";

export function Event() {
  const t = useTexts(eventsTexts);
  const id = useParameter("id");
  const answer = useAnswer<EventDeliveriesAnswer>(`events/${id}/deliveries`);
  return (
    <Answered answer={answer} lines={10} missing={<Missing id={id} list={{ to: "/events", name: t.back }} />}>
      {(found) => <View found={found} />}
    </Answered>
  );
}

function View({ found: { event, charge, payload, deliveries } }: { found: EventDeliveriesAnswer }) {
  const t = useTexts(eventsTexts);
  const names: Record<string, string> = useTexts(eventKeyTexts);
  const may = useCan()("webhooks");
  const mayNot = useMayNot("webhooks");
  const resend = useAct<object>(`events/${event.id}/resend`, { refreshes: ["events", "deliveries"], said: t.resent });
  return (
    <>
      <PageHead
        above={<Go to="/events">{t.back}</Go>}
        title={names[event.key] ?? event.key}
        lead={
          <>
            <code>{event.key}</code> · <Time at={happenedAt(event)} form="full" />
            {charge !== null && (
              <>
                {" · "}
                <Go to={`/charges/${charge}`}>
                  <code>{charge}</code>
                </Go>
              </>
            )}
            <br />
            <Copyable text={event.id} />
          </>
        }
        actions={
          deliveries.length > 0 && (
            <Button
              variant="default"
              leftSection={<Icon name="send" size={16} />}
              disabled={!may}
              loading={resend.isPending}
              onClick={() => resend.mutate({})}
            >
              {t.resend}
            </Button>
          )
        }
      />
      <Sheets>
        <Refused error={resend.error} />
        <Section title={t.deliveries} lead={!may && deliveries.length > 0 && mayNot}>
          {deliveries.length === 0 ? (
            <p className="quiet">{t.deliveriesNone}</p>
          ) : (
            deliveries.map((delivery) => <DeliveryOf key={delivery.id} delivery={delivery} />)
          )}
        </Section>
        <Section title={t.payload} lead={t.payloadHint}>
          <CodeBlock label={t.payload} code={payload} height={640} />
        </Section>
      </Sheets>
    </>
  );
}

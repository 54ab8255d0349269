import type { EventAnswer } from "../answers.ts";
import { useEventColumns } from "../events/columns.tsx";
import { useTexts } from "../language.tsx";
import { useListed } from "../listed.ts";
import { eventsTexts } from "../texts/events.ts";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";

export function Events() {
  const t = useTexts(eventsTexts);
  const pages = useListed<EventAnswer>("events");
  const columns = useEventColumns();
  return (
    <>
      <PageHead title={t.title} lead={t.intro} />
      <Section flush>
        <Listing
          label={t.title}
          pages={pages}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/events/${id}`}
          empty={
            <Empty title={t.emptyTitle} icon="events">
              {t.emptyHint}
            </Empty>
          }
        />
      </Section>
    </>
  );
}

import type { RequestPageAnswer } from "../../../src/api/log/request.shape.ts";
import { SavedFilters } from "../charges/saved-filters.tsx";
import { useTexts } from "../language.tsx";
import { useSearchParts } from "../navigation.tsx";
import { usePages } from "../queries.ts";
import { RequestFilterBar, readRequestFilter } from "../requests/filter.tsx";
import { requestsTexts } from "../texts/requests.ts";
import { HttpStatus } from "../timeline/http-status.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";

type Row = RequestPageAnswer["data"][number];

export function Requests() {
  const t = useTexts(requestsTexts);
  const [search, change] = useSearchParts();
  const filter = readRequestFilter(search);
  const pages = usePages<Row>("requests", filter);
  const narrowed = Object.keys(filter).length > 0;
  const columns: Column<Row>[] = [
    {
      key: "request",
      header: t.columns.request,
      phone: "title",
      cell: ({ method, path }) => (
        <code>
          {method} {path}
        </code>
      ),
    },
    { key: "status", header: t.columns.status, phone: "corner", cell: ({ status }) => <HttpStatus status={status} /> },
    {
      key: "error",
      header: t.error,
      phone: "hidden",
      cell: ({ error_code }) => error_code && <code>{error_code}</code>,
    },
    { key: "key", header: t.columns.key, cell: ({ key }) => (key ? t.keyKinds[key.kind] : t.noKey) },
    {
      key: "latency",
      header: t.columns.latency,
      end: true,
      cell: ({ latency_ms }) => <span className="number">{t.ms(String(Math.round(latency_ms)))}</span>,
    },
    { key: "time", header: t.columns.time, end: true, cell: ({ at }) => <Time at={at} /> },
  ];
  return (
    <>
      <PageHead title={t.title} lead={t.intro} />
      <Section flush>
        <RequestFilterBar key={filter.path} filter={filter} change={change} />
        <SavedFilters
          list="requests"
          current={filter}
          apply={(conditions) => change({ method: "", status: "", path: "", ...readRequestFilter(conditions) })}
        />
        <Listing
          label={t.title}
          pages={narrowed ? pages : { ...pages, searchedTo: null }}
          columns={columns}
          keyOf={({ id }) => id}
          to={({ id }) => `/requests/${id}`}
          empty={
            <Empty title={narrowed ? t.nothingTitle : t.emptyTitle} icon="requests">
              {narrowed ? t.nothingHint : t.emptyHint}
            </Empty>
          }
        />
      </Section>
    </>
  );
}

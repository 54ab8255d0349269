import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ChargeAnswer } from "../answers.ts";
import { useChargeColumns } from "../charges/columns.tsx";
import classes from "../charges/filter.module.css";
import { type ChargeFilter, conditionsIn, queryOf, readFilter, refine, writeFilter } from "../charges/filter.ts";
import { FilterChips } from "../charges/filter-chips.tsx";
import { FilterForm } from "../charges/filter-form.tsx";
import { SavedFilters } from "../charges/saved-filters.tsx";
import { SearchBox } from "../charges/search-box.tsx";
import { Totals } from "../charges/totals.tsx";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { Go, useSearchParts } from "../navigation.tsx";
import { usePages } from "../queries.ts";
import { chargesTexts } from "../texts/charges.ts";
import { Icon } from "../ui/icon.tsx";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";

export function Charges() {
  const t = useTexts(chargesTexts);
  const [search, change] = useSearchParts();
  const filter = readFilter(search);
  const [panel, { toggle }] = useDisclosure(false);
  const pages = usePages<ChargeAnswer>("search/charges", queryOf(filter));
  const columns = useChargeColumns();
  const apply = (changed: ChargeFilter) => change(writeFilter(changed), true);
  const conditions = conditionsIn(filter);
  const narrowed = conditions > 0 || filter.q !== undefined;
  const written = JSON.stringify(filter);

  return (
    <>
      <PageHead title={t.title} actions={<DownloadCsv what="charges" query={queryOf(filter)} />} />
      <Section flush>
        <div className={classes.bar}>
          <SearchBox
            key={filter.q}
            value={filter.q ?? ""}
            label={t.search}
            search={(q) => apply(refine(filter, { q }))}
          />
          <Button
            variant={panel ? "light" : "default"}
            leftSection={<Icon name="filter" size={16} />}
            aria-expanded={panel}
            onClick={toggle}
          >
            {conditions === 0 ? t.filters : t.filtersCount(conditions)}
          </Button>
        </div>
        <FilterChips
          filter={filter}
          drop={(parts) => apply(refine(filter, Object.fromEntries(parts.map((part) => [part, undefined]))))}
        />
        <SavedFilters list="charges" current={textsOf(filter)} apply={(conditions) => apply(readFilter(conditions))} />
        {panel && <FilterForm key={written} filter={filter} apply={apply} />}
        {narrowed && <Totals query={queryOf(filter)} />}
        <div className={classes.list}>
          <Listing
            label={t.title}
            pages={narrowed ? pages : { ...pages, searchedTo: null }}
            columns={columns}
            keyOf={({ id }) => id}
            to={({ id }) => `/charges/${id}`}
            empty={
              narrowed ? (
                <Empty title={t.nothingTitle} icon="search">
                  {t.nothingHint}
                </Empty>
              ) : (
                <Empty title={t.emptyTitle} icon="charges" action={<Go to="/">{t.toGuide}</Go>}>
                  {t.emptyHint}
                </Empty>
              )
            }
          />
        </div>
      </Section>
    </>
  );
}

/** The filter as the address has it, without absent parts. */
const textsOf = (filter: ChargeFilter): Record<string, string> =>
  Object.fromEntries(Object.entries(filter).map(([part, value]) => [part, String(value)]));

import type { CustomerAnswer } from "../answers.ts";
import classes from "../charges/filter.module.css";
import { SearchBox } from "../charges/search-box.tsx";
import { useCustomerColumns } from "../customers/columns.tsx";
import { DownloadCsv } from "../download/download-csv.tsx";
import { useTexts } from "../language.tsx";
import { useSearchParts } from "../navigation.tsx";
import { usePages } from "../queries.ts";
import { customersTexts } from "../texts/customers.ts";
import { PageHead, Section } from "../ui/layout.tsx";
import { Empty } from "../ui/state.tsx";
import { Listing } from "../ui/table.tsx";

/** Customers of this account, newest first, with a search. */
export function Customers() {
  const t = useTexts(customersTexts);
  const [{ q = "" }, change] = useSearchParts();
  const pages = usePages<CustomerAnswer>("search/customers", { q });
  const columns = useCustomerColumns();
  return (
    <>
      <PageHead title={t.title} actions={<DownloadCsv what="customers" query={{ q }} />} />
      <Section flush>
        <div className={classes.bar}>
          <SearchBox key={q} value={q} label={t.search} search={(wanted) => change({ q: wanted }, true)} />
        </div>
        <div className={classes.list}>
          <Listing
            label={t.title}
            pages={q ? pages : { ...pages, searchedTo: null }}
            columns={columns}
            keyOf={({ id }) => id}
            to={({ id }) => `/customers/${id}`}
            empty={
              q ? (
                <Empty title={t.nothingTitle} icon="search">
                  {t.nothingHint}
                </Empty>
              ) : (
                <Empty title={t.emptyTitle} icon="customers">
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

import { Button, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Fragment, type ReactNode } from "react";
import { useLanguage, useTexts } from "../language.tsx";
import { Go } from "../navigation.tsx";
import type { Pages } from "../queries.ts";
import { shellTexts } from "../texts/shell.ts";
import { timeText } from "../time.ts";
import { Failure, Loading } from "./state.tsx";
import classes from "./table.module.css";

export type Column<Row> = {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligned, for amounts and times. */
  end?: boolean;
  /** The header is hidden and for screen readers only, since the content (such as buttons) explains itself. */
  bare?: true;
  /** Place on a phone, where a row is a card: title, end of the title's line, a named line (the default), or hidden. */
  phone?: "title" | "corner" | "hidden";
};

type TableProps<Row> = {
  /** Name of the table for screen readers. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  /** The view that a click on the row opens. */
  to?: (row: Row) => string;
  /** Content below a row, as wide as the table; null for none. */
  below?: (row: Row) => ReactNode;
  /** Many columns of figures: cells stand close together. */
  dense?: true;
};

/** A table; on phones, its rows are cards. */
export function Table<Row>(props: TableProps<Row>) {
  const narrow = useMediaQuery("(max-width: 40em)", undefined, { getInitialValueInEffect: false });
  return narrow ? <Cards {...props} /> : <Grid {...props} />;
}

function Grid<Row>({ label, rows, columns, keyOf, to, below, dense }: TableProps<Row>) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table} data-dense={dense} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ key, header, end, bare }) => (
              <th key={key} scope="col" data-end={end}>
                {bare ? <VisuallyHidden>{header}</VisuallyHidden> : header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const more = below?.(row) ?? null;
            return (
              <Fragment key={keyOf(row)}>
                <tr data-leads={to !== undefined} data-more={more !== null}>
                  {columns.map(({ key, cell, end }, at) => (
                    <td key={key} data-end={end}>
                      {at === 0 && to ? <Leading to={to(row)}>{cell(row)}</Leading> : cell(row)}
                    </td>
                  ))}
                </tr>
                {more !== null && (
                  <tr>
                    <td colSpan={columns.length}>{more}</td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Cards<Row>({ label, rows, columns, keyOf, to, below }: TableProps<Row>) {
  const title = columns.find(({ phone }) => phone === "title") ?? columns[0];
  const corner = columns.find(({ phone }) => phone === "corner");
  const lines = columns.filter((column) => column !== title && column !== corner && column.phone !== "hidden");
  return (
    <ul className={classes.cards} aria-label={label}>
      {rows.map((row) => (
        <li key={keyOf(row)} data-leads={to !== undefined}>
          <div className={classes.cardHead}>
            <div className={classes.cardTitle}>
              {to ? <Leading to={to(row)}>{title?.cell(row)}</Leading> : title?.cell(row)}
            </div>
            {corner && <div>{corner.cell(row)}</div>}
          </div>
          {lines.length > 0 && (
            <dl>
              {lines.map(({ key, header, cell, bare }) => {
                const content = cell(row);
                if (bare && content === null) return null; // a line of its own would be empty
                return (
                  <div key={key}>
                    <dt>{bare ? <VisuallyHidden>{header}</VisuallyHidden> : header}</dt>
                    <dd>{content}</dd>
                  </div>
                );
              })}
            </dl>
          )}
          {below?.(row)}
        </li>
      ))}
    </ul>
  );
}

/** Link that covers the whole row; buttons in other cells stay above it. */
function Leading({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Go to={to} className={classes.leading}>
      {children}
    </Go>
  );
}

/** A list that is loaded page by page, with its loading, empty and error states. */
export function Listing<Row>(props: Omit<TableProps<Row>, "rows"> & { pages: Pages<Row>; empty: ReactNode }) {
  const { pages, empty, ...table } = props;
  if (pages.error) return <Failure error={pages.error} retry={pages.retry} />;
  if (pages.isPending)
    return (
      <div className={classes.padded}>
        <Loading lines={8} />
      </div>
    );
  return (
    <>
      {pages.rows.length > 0 ? <Table {...table} rows={pages.rows} /> : !pages.hasMore && empty}
      <More pages={pages} />
    </>
  );
}

function More<Row>({ pages }: { pages: Pages<Row> }) {
  const t = useTexts(shellTexts);
  const { language } = useLanguage();
  if (!pages.hasMore) return null;
  return (
    <div className={classes.more}>
      {pages.searchedTo && <p className="quiet small">{t.searchedTo(timeText(pages.searchedTo, "full", language))}</p>}
      <Button variant="default" onClick={pages.loadMore} loading={pages.isLoadingMore}>
        {pages.searchedTo ? t.searchOn : t.loadMore}
      </Button>
    </div>
  );
}

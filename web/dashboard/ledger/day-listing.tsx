import type { ReactNode } from "react";
import type { useListed } from "../listed.ts";
import type { IconName } from "../ui/icon.tsx";
import { Empty } from "../ui/state.tsx";
import { type Column, Listing } from "../ui/table.tsx";
import { Days, type useDays } from "./days.tsx";

type DayListingProps<Row extends { id: string }> = {
  /** Name of the table for screen readers. */
  label: string;
  days: ReturnType<typeof useDays>;
  pages: ReturnType<typeof useListed<Row>>;
  columns: readonly Column<Row>[];
  /** The view that a click on the row opens. */
  to?: (row: Row) => string;
  icon: IconName;
  /** What stands there while the chosen days have no rows, and while there are none at all. */
  words: { nothingTitle: string; nothingHint: string; emptyTitle: string; emptyHint: string };
  /** How to get the first row. */
  begin?: ReactNode;
  /** Between the choice of days and the rows. */
  children?: ReactNode;
};

/** A list that is narrowed by days. */
export function DayListing<Row extends { id: string }>(props: DayListingProps<Row>) {
  const { days, pages, words, icon, begin, children, ...table } = props;
  const chosen = days.from || days.to;
  return (
    <>
      <Days days={days} total={pages.total} />
      {children}
      <Listing
        {...table}
        pages={pages}
        keyOf={({ id }) => id}
        empty={
          <Empty title={chosen ? words.nothingTitle : words.emptyTitle} icon={icon} {...(!chosen && { action: begin })}>
            {chosen ? words.nothingHint : words.emptyHint}
          </Empty>
        }
      />
    </>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ListAnswer } from "./answers.ts";
import { get, type Query } from "./api.ts";
import { useMode } from "./mode.ts";
import type { Pages } from "./queries.ts";

const limit = 25;

/** A list of the merchants' API, newest first, page by page. `total` is null until the first page has come. */
export function useListed<Row extends { id: string }>(
  path: string,
  query: Query = {},
): Pages<Row> & { total: number | null } {
  const mode = useMode();
  const found = useInfiniteQuery({
    queryKey: [mode, path, query, "listed"],
    queryFn: ({ pageParam, signal }) =>
      get<ListAnswer<Row>>(mode, path, { ...query, limit, offset: pageParam, order: "reverse_chronological" }, signal),
    initialPageParam: 0,
    getNextPageParam: ({ offset, data, total }) => (offset + data.length < total ? offset + data.length : undefined),
  });
  return {
    rows: distinct(found.data?.pages.flatMap(({ data }) => data) ?? []),
    total: found.data?.pages.at(-1)?.total ?? null,
    searchedTo: null,
    isPending: found.isPending,
    error: found.isError && !found.data ? found.error : null,
    retry: () => void found.refetch(),
    hasMore: found.hasNextPage,
    isLoadingMore: found.isFetchingNextPage,
    loadMore: () => void found.fetchNextPage(),
  };
}

/** Removes duplicates: rows created between two requests push rows of the first page into the second. */
function distinct<Row extends { id: string }>(rows: Row[]): Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

import {
  MutationCache,
  QueryCache,
  QueryClient,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import { ApiError, get, post, type Query } from "./api.ts";
import { type Mode, useMode } from "./mode.ts";
import { say } from "./ui/toast.tsx";

/** Keys are `[mode or "team", path, query]`, so what has changed can be told by its path. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => noteEnd(error) }),
  mutationCache: new MutationCache({ onError: (error) => noteEnd(error) }),
  defaultOptions: {
    // The gateway may be on this very machine: what the browser says of the network decides nothing, and no act waits unseen for its return.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 15_000,
      // A refusal stays one; what did not arrive may arrive the next time.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

/** A session that was ended, or grew old, is asked for anew: there is none, and the frame leads to the door. */
function noteEnd(error: Error): void {
  if (error instanceof ApiError && error.code === "authentication_failure") void refresh("session");
}

/** Refreshes everything that was read from these paths, or from below them, in either mode. */
export function refresh(...paths: string[]): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      typeof path === "string" && paths.some((changed) => path === changed || path.startsWith(`${changed}/`)),
  });
}

type Reading = { query?: Query; enabled?: boolean; every?: number };

/** What a GET answers in the mode that is looked at. */
export function useAnswer<Answer>(path: string, options: Reading = {}): UseQueryResult<Answer> {
  return useRead<Answer>(useMode(), path, options);
}

/** What a GET answers that belongs to the team and not to a mode. */
export const useTeamAnswer = <Answer>(path: string, options: Reading = {}): UseQueryResult<Answer> =>
  useRead<Answer>(null, path, options);

function useRead<Answer>(mode: Mode | null, path: string, { query = {}, enabled = true, every }: Reading) {
  return useQuery<Answer>({
    queryKey: [mode ?? "team", path, query],
    queryFn: ({ signal }) => get<Answer>(mode, path, query, signal),
    enabled,
    ...(every !== undefined && { refetchInterval: every }),
  });
}

/** One page of a list that goes backwards in time; `next` is where the one before it begins. */
type Keyset<Row> = { data: Row[]; next: string | number | null; searched_to?: string | null };

/** A list, page by page as somebody asks for more. */
export type Pages<Row> = {
  rows: Row[];
  /** How far back a search has looked, where it could not look at everything at once. */
  searchedTo: string | null;
  isPending: boolean;
  error: Error | null;
  retry: () => void;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
};

export const usePages = <Row>(path: string, query: Query = {}): Pages<Row> => useKeyset<Row>(useMode(), path, query);
export const useTeamPages = <Row>(path: string, query: Query = {}): Pages<Row> => useKeyset<Row>(null, path, query);

function useKeyset<Row>(mode: Mode | null, path: string, query: Query): Pages<Row> {
  const found = useInfiniteQuery({
    queryKey: [mode ?? "team", path, query, "pages"],
    queryFn: ({ pageParam, signal }) =>
      get<Keyset<Row>>(mode, path, { ...query, before: pageParam ?? undefined }, signal),
    initialPageParam: null as string | number | null,
    getNextPageParam: ({ next }) => next,
  });
  return {
    rows: found.data?.pages.flatMap(({ data }) => data) ?? [],
    searchedTo: found.data?.pages.at(-1)?.searched_to ?? null,
    isPending: found.isPending,
    error: found.isError && !found.data ? found.error : null,
    retry: () => void found.refetch(),
    hasMore: found.hasNextPage,
    isLoadingMore: found.isFetchingNextPage,
    loadMore: () => void found.fetchNextPage(),
  };
}

type Acting<Result> = {
  /** Paths whose answers are different afterwards. */
  refreshes?: string[];
  /** What is said when it is done. */
  said?: string;
  onDone?: (result: Result) => void;
};

/** A POST in the mode that is looked at. Its error is for the place that offers the act. */
export function useAct<Body, Result = unknown>(
  path: string | ((body: Body) => string),
  options: Acting<Result> = {},
): UseMutationResult<Result, Error, Body> {
  return useWrite<Body, Result>(useMode(), path, options);
}

export const useTeamAct = <Body, Result = unknown>(
  path: string | ((body: Body) => string),
  options: Acting<Result> = {},
): UseMutationResult<Result, Error, Body> => useWrite<Body, Result>(null, path, options);

function useWrite<Body, Result>(
  mode: Mode | null,
  path: string | ((body: Body) => string),
  { refreshes = [], said, onDone }: Acting<Result>,
) {
  return useMutation<Result, Error, Body>({
    mutationFn: (body) => post<Result>(mode, typeof path === "string" ? path : path(body), body),
    onSuccess: (result) => {
      void refresh(...refreshes);
      if (said) say(said);
      onDone?.(result);
    },
  });
}

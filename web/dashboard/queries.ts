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
import { useState } from "react";
import { ApiError, get, type Query, type Writing, write } from "./api.ts";
import { type Mode, useMode } from "./mode.ts";
import { say } from "./ui/toast.tsx";

/** Query keys are `[mode or "team", path, query]`, so that queries can be invalidated by path. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => noteEnd(error) }),
  mutationCache: new MutationCache({ onError: (error) => noteEnd(error) }),
  defaultOptions: {
    // The gateway may be on this machine: do not rely on the browser's online state, and never queue mutations while "offline".
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 15_000,
      // A refusal is final; a request without an answer is retried.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiError && error.status < 500),
    },
  },
});

/** Reloads an ended or expired session; the frame then redirects to the sign-in page. */
function noteEnd(error: Error): void {
  if (error instanceof ApiError && error.code === "authentication_failure") void refresh("session");
}

/** Invalidates all queries of these paths and of paths below them, in both modes. */
export function refresh(...paths: string[]): Promise<void> {
  return queries.invalidateQueries({
    predicate: ({ queryKey: [, path] }) =>
      typeof path === "string" && paths.some((changed) => path === changed || path.startsWith(`${changed}/`)),
  });
}

type Reading = { query?: Query; enabled?: boolean; every?: number };

/** Answer of a GET in the current mode. */
export function useAnswer<Answer>(path: string, options: Reading = {}): UseQueryResult<Answer> {
  return useRead<Answer>(useMode(), path, options);
}

/** Answer of a GET that belongs to the team, not to a mode. */
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

/** One page of a list, newest first; `next` is the cursor of the following, older page. */
type Keyset<Row> = { data: Row[]; next: string | number | null; searched_to?: string | null };

/** A list, loaded page by page on request. */
export type Pages<Row> = {
  rows: Row[];
  /** Time back to which a search has looked, if it could not look at everything at once. */
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
  method?: Writing;
  /** Whether repeats of this act, as after a lost answer, are the same act: an idempotency key goes with it. */
  once?: boolean;
  /** Paths to invalidate afterwards. */
  refreshes?: string[];
  /** Message on success. */
  said?: string;
  onDone?: (result: Result) => void;
};

/** A change in the current mode, by default a POST. The caller shows its error. */
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
  { method = "POST", once = false, refreshes = [], said, onDone }: Acting<Result>,
) {
  const [key] = useState(() => (once ? randomKey() : undefined));
  return useMutation<Result, Error, Body>({
    mutationFn: (body) => write<Result>(mode, method, typeof path === "string" ? path : path(body), body, key),
    onSuccess: (result) => {
      void refresh(...refreshes);
      if (said) say(said);
      onDone?.(result);
    },
  });
}

/** Unlike `randomUUID` this works where a page comes without TLS. */
const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

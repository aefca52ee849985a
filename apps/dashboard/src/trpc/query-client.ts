import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import { isRetryable } from "./failure.ts";

/** A query that a page started on the server streams to the browser, also while it is pending. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        retry: (failureCount, error) => failureCount < 2 && isRetryable(error),
        retryDelay: (attempt) => 400 * 2 ** attempt,
      },
      dehydrate: {
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
    },
  });
}

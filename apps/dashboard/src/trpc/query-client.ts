import { QueryClient } from "@tanstack/react-query";
import { isRetryable } from "./failure.ts";

const isServer = typeof window === "undefined";

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        // On the server nobody waits for a second try: the browser makes it, and shows what is wrong.
        retry: (failureCount, error) => !isServer && failureCount < 2 && isRetryable(error),
        retryDelay: (attempt) => 400 * 2 ** attempt,
      },
    },
  });
}

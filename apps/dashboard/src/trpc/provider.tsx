"use client";

import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, splitLink } from "@trpc/client";
import { type ReactNode, useState } from "react";
import type { AppRouter } from "../server/routers/app-router.ts";
import { TRPCProvider } from "./client.ts";
import { isSignedOut } from "./failure.ts";
import { createQueryClient } from "./query-client.ts";

let browserClient: QueryClient | undefined;

/** One per browser; one per request on the server. */
function getQueryClient(): QueryClient {
  if (typeof window === "undefined") return createQueryClient();
  browserClient ??= watchSignOut(createQueryClient());
  return browserClient;
}

/** A session that ended in the background leads to the sign-in page, and back afterwards. */
function watchSignOut(client: QueryClient): QueryClient {
  const leave = (error: unknown) => {
    if (!isSignedOut(error)) return;
    const returnTo = `${location.pathname}${location.search}`;
    location.assign(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
  };
  client.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "error") leave(event.action.error);
  });
  client.getMutationCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "error") leave(event.action.error);
  });
  return client;
}

const url = "/api/trpc";

export function TrpcReactProvider({ children }: { children: ReactNode }) {
  const queryClient = getQueryClient();
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          // What is large or slow must not hold back what was asked for in the same moment, and can be given up.
          condition: ({ path }) => /^(trace|share|home)\./.test(path),
          true: httpLink({ url }),
          false: httpBatchLink({ url, maxURLLength: 6_000 }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}

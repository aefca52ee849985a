import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { cache, type ReactNode } from "react";
import { createQueryClient } from "../trpc/query-client.ts";
import { appRouter } from "./routers/app-router.ts";
import { createContext } from "./trpc.ts";

export const getQueryClient = cache(createQueryClient);

/** The procedures as query options, for pages: they start a query whose answer streams after the page. */
export const trpc = createTRPCOptionsProxy({
  ctx: createContext,
  router: appRouter,
  queryClient: getQueryClient,
});

export function Prefetched({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}

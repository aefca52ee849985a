import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { headers } from "next/headers";
import { cache, type ReactNode } from "react";
import { createQueryClient } from "../trpc/query-client.ts";
import { appRouter } from "./routers/app-router.ts";
import { createContext } from "./trpc.ts";

export const getQueryClient = cache(createQueryClient);

/** The procedures as query options, for pages. */
export const trpc = createTRPCOptionsProxy({
  ctx: createContext,
  router: appRouter,
  queryClient: getQueryClient,
});

const usualPatienceMs = 1_500;

/**
 * Runs a query of a page that is loaded as a document, but waits not for long: what is late or failed is
 * left out, and the browser asks for it itself, as it does when it only moves between pages.
 */
export async function prefetched(query: () => Promise<void>, patienceMs = usualPatienceMs): Promise<void> {
  if ((await headers()).get("sec-fetch-dest") === "empty") return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([query(), late]);
  clearTimeout(timer);
}

export function Prefetched({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(getQueryClient())}>{children}</HydrationBoundary>;
}

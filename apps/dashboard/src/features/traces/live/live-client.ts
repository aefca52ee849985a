import { createTRPCClient, httpSubscriptionLink } from "@trpc/client";
import type { AppRouter } from "../../../server/routers/app-router.ts";

/** A client for streams alone, loaded with the first of them. */
export const liveClient = createTRPCClient<AppRouter>({
  links: [httpSubscriptionLink({ url: "/api/trpc" })],
});

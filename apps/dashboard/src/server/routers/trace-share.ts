import {
  createTraceShare,
  getTraceShare,
  revokeTraceShare,
  shareLifetimesDays,
  type TraceShareItem,
} from "@plumbline/services/trace-share";
import { z } from "zod";
import { getEnv } from "../env.ts";
import { projectProcedure, router } from "../trpc.ts";

const traceId = z.string().min(1).max(512);
const linkSecret = () => getEnv().NEXTAUTH_SECRET;

/** With the address as browsers reach it; null for those who may not share. */
function withUrl({ token, ...share }: TraceShareItem) {
  return { ...share, url: token === null ? null : new URL(`/share/${token}`, getEnv().NEXTAUTH_URL).href };
}

export const traceShareRouter = router({
  get: projectProcedure("traces:read")
    .input(z.object({ traceId }))
    .query(async ({ ctx, input }) => {
      const share = await getTraceShare({ ...ctx.services, linkSecret: linkSecret() }, input);
      return share && withUrl(share);
    }),

  create: projectProcedure("traces:share")
    .input(z.object({ traceId, expiresInDays: z.literal(shareLifetimesDays).nullable() }))
    .mutation(async ({ ctx, input }) =>
      withUrl(await createTraceShare({ ...ctx.services, linkSecret: linkSecret() }, input)),
    ),

  revoke: projectProcedure("traces:share")
    .input(z.object({ traceId }))
    .mutation(({ ctx, input }) => revokeTraceShare(ctx.services, input)),
});

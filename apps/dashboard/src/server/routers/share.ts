import { getObservationDetail } from "@plumbline/services/observation";
import { getSpanText, getTrace, searchSpans } from "@plumbline/services/trace";
import { z } from "zod";
import { packSpans } from "../../features/trace/span-columns.ts";
import { openShare } from "../open-share.ts";
import { publicProcedure, router } from "../trpc.ts";

/** The input names a token and never a trace: what a link does not lead to cannot be asked for. */
const shareProcedure = publicProcedure
  .input(z.object({ token: z.string().max(300) }))
  .use(async ({ ctx, input, next }) => {
    const { requestId } = ctx;
    const { services, projectId, traceId, expiresAt } = await openShare(
      { requestId, ip: await ctx.getAddress() },
      input.token,
    );
    return next({ ctx: { shared: { services, key: { projectId, traceId }, expiresAt } } });
  });

const spanId = z.string().max(512);

/** One trace for whoever holds its link: the same answers as inside the project, and nothing of people. */
export const shareRouter = router({
  get: shareProcedure.query(async ({ ctx: { shared } }) => {
    const { trace, spans, truncated } = await getTrace(shared.services, shared.key);
    return { trace, packedSpans: packSpans(spans), truncated, expiresAt: shared.expiresAt };
  }),

  searchSpans: shareProcedure
    .input(z.object({ words: z.array(z.string().min(1).max(200)).min(1).max(8) }))
    .query(({ ctx: { shared }, input: { words } }) => searchSpans(shared.services, { ...shared.key, words })),

  spanText: shareProcedure
    .input(z.object({ spanId }))
    .query(({ ctx: { shared }, input }) =>
      getSpanText(shared.services, { ...shared.key, spanId: input.spanId }),
    ),

  observation: shareProcedure
    .input(z.object({ spanId }))
    .query(({ ctx: { shared }, input }) =>
      getObservationDetail(shared.services, { ...shared.key, spanId: input.spanId }),
    ),
});

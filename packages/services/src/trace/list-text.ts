import { listTraceText } from "@plumbline/clickhouse/queries/trace/list-text";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading, textOrNull } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";

/** Texts as they were sent; see SpanText. */
export interface TraceText {
  input: string | null;
  output: string | null;
  metadata: Record<string, string>;
}

/** Input, output and metadata of traces by trace id; what was said of a trace wins over its root's own. */
export async function listTraceTexts(
  ctx: ServiceContext,
  input: { projectId: string; traceIds: string[] },
): Promise<Map<string, TraceText>> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const texts = new Map<string, TraceText>();
  if (input.traceIds.length === 0) return texts;
  const rows = await reading(ctx.clickhouse.query(listTraceText, { ...input, ...lookupWindow(ctx.clock) }));
  for (const row of rows) {
    texts.set(row.traceId, {
      input: textOrNull(row.traceInput) ?? textOrNull(row.ownInput),
      output: textOrNull(row.traceOutput) ?? textOrNull(row.ownOutput),
      metadata: Object.fromEntries(row.metadataParts.flatMap((part) => Object.entries(part))),
    });
  }
  return texts;
}

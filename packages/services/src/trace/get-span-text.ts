import {
  getSpanMetadata,
  getSpanText as getSpanTextQuery,
} from "@plumbline/clickhouse/queries/span/get-text";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading, textOrNull } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import type { SpanText } from "./types.ts";

/** Every text of one span; `spanId` "" is the trace itself. Throws `not_found`. */
export async function getSpanText(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string; spanId: string },
): Promise<SpanText> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const key = { ...input, ...lookupWindow(ctx.clock) };
  const [texts, rows] = await reading(
    Promise.all([ctx.clickhouse.query(getSpanTextQuery, key), ctx.clickhouse.query(getSpanMetadata, key)]),
  );
  const row = rows[0];
  if (row === undefined) throw new PlumblineError("not_found");
  const text = texts[0];
  return {
    input: textOrNull(text?.input ?? ""),
    output: textOrNull(text?.output ?? ""),
    systemInstructions: textOrNull(text?.systemInstructions ?? ""),
    toolDefinitions: textOrNull(text?.toolDefinitions ?? ""),
    metadata: { ...row.metadata, ...text?.traceMetadata },
    attributes: text?.attributes ?? {},
  };
}

import { z } from "zod";
import { conditions, spanWindow, windowParams } from "../window.ts";

export const spanFilterParams = windowParams.extend({
  name: z.string().optional(),
  userId: z.string().optional(),
  kind: z.string().optional(),
  traceId: z.string().optional(),
  level: z.string().optional(),
  parentSpanId: z.string().optional(),
  environments: z.array(z.string()).optional(),
  version: z.string().optional(),
});

export type SpanFilters = z.infer<typeof spanFilterParams>;

/** Spans proper: the row of a trace itself (span id "") is not one. */
export function matchingSpans(filters: SpanFilters): string {
  return `FROM spans FINAL
    WHERE ${spanWindow} AND span_id != ''${conditions([
      [filters.name !== undefined, "name = {name:String}"],
      [filters.userId !== undefined, "user_id = {userId:String}"],
      [filters.kind !== undefined, "kind = {kind:String}"],
      [filters.traceId !== undefined, "trace_id = {traceId:String}"],
      [filters.level !== undefined, "level = {level:String}"],
      [filters.parentSpanId !== undefined, "parent_span_id = {parentSpanId:String}"],
      [
        filters.environments !== undefined,
        "if(environment = '', 'default', environment) IN {environments:Array(String)}",
      ],
      [filters.version !== undefined, "version = {version:String}"],
    ])}`;
}

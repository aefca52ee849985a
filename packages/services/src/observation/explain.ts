import { getSpanKeys } from "@plumbline/clickhouse/queries/span/get-keys";
import { getSpanMetadata } from "@plumbline/clickhouse/queries/span/get-text";
import { PlumblineError } from "@plumbline/contracts/errors";
import { type ExplainedKey, explainSpan } from "@plumbline/spans/explain-span";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";

export interface SentKeys {
  /** False for spans of protocols with fields of their own, and for those stored before keys were noted. */
  isNoted: boolean;
  keys: ExplainedKey[];
}

/** What the client of one span sent, key by key, and what became of it. Throws `not_found`. */
export async function explainObservation(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string; spanId: string },
): Promise<SentKeys> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const key = { ...input, ...lookupWindow(ctx.clock) };
  const [sent, rows] = await reading(
    Promise.all([ctx.clickhouse.query(getSpanKeys, key), ctx.clickhouse.query(getSpanMetadata, key)]),
  );
  if (rows.length === 0) throw new PlumblineError("not_found");
  const { claimedKeys = "", attributeKeys = [] } = sent[0] ?? {};
  return { isNoted: claimedKeys !== "", keys: explainSpan(claimedKeys, attributeKeys) };
}

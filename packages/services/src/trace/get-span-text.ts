import {
  getSpanMetadata,
  getSpanText as getSpanTextQuery,
  getWholeSpanText as getWholeSpanTextQuery,
} from "@plumbline/clickhouse/queries/span/get-text";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import type { CutText, SpanText, SpanTextField } from "./types.ts";

interface SpanKey {
  projectId: string;
  traceId: string;
  /** "" is the trace itself. */
  spanId: string;
}

const defaultMaxCharacters = 256 * 1024;

/** The beginning of every text of one span, metadata and attributes whole. Throws `not_found`. */
export async function getSpanText(
  ctx: ServiceContext,
  input: SpanKey & { maxCharacters?: number },
): Promise<SpanText> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const key = { ...input, ...lookupWindow(ctx.clock) };
  const maxCharacters = input.maxCharacters ?? defaultMaxCharacters;
  const [texts, rows] = await reading(
    Promise.all([
      ctx.clickhouse.query(getSpanTextQuery, { ...key, maxCharacters }),
      ctx.clickhouse.query(getSpanMetadata, key),
    ]),
  );
  const row = rows[0];
  if (row === undefined) throw new PlumblineError("not_found");
  const text = texts[0];
  return {
    input: text ? cutText(text.input, text.inputBytes) : null,
    output: text ? cutText(text.output, text.outputBytes) : null,
    systemInstructions: text ? cutText(text.systemInstructions, text.systemInstructionsBytes) : null,
    toolDefinitions: text ? cutText(text.toolDefinitions, text.toolDefinitionsBytes) : null,
    metadata: { ...row.metadata, ...text?.traceMetadata },
    attributes: text?.attributes ?? {},
  };
}

/** All of one text, "" when there is none. Throws `not_found`. */
export async function getWholeSpanText(
  ctx: ServiceContext,
  input: SpanKey & { field: SpanTextField },
): Promise<string> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const key = { ...input, ...lookupWindow(ctx.clock) };
  const [texts, rows] = await reading(
    Promise.all([
      ctx.clickhouse.query(getWholeSpanTextQuery, key),
      ctx.clickhouse.query(getSpanMetadata, key),
    ]),
  );
  if (rows.length === 0) throw new PlumblineError("not_found");
  return texts[0]?.text ?? "";
}

function cutText(text: string, bytes: number): CutText | null {
  return bytes === 0 ? null : { text, bytes, complete: Buffer.byteLength(text) === bytes };
}

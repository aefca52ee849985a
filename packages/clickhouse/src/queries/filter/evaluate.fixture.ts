import { fields } from "@plumbline/filters/fields";
import type { Comparison, Filter } from "@plumbline/filters/filter";
import type { ScoreRow } from "../../tables/scores.ts";
import type { SpanRow } from "../../tables/spans.ts";
import { quietUs } from "./field-sql.ts";

/** What a filter means, in plain JavaScript and with no thought for speed; the SQL is held against it. */
export interface World {
  /** The latest versions only. */
  rows: readonly SpanRow[];
  scores: readonly ScoreRow[];
  bookmarkedTraceIds: readonly string[];
  nowUs: number;
}

export function matches(filter: Filter, traceId: string, world: World): boolean {
  switch (filter.type) {
    case "and":
      return filter.operands.every((operand) => matches(operand, traceId, world));
    case "or":
      return filter.operands.some((operand) => matches(operand, traceId, world));
    case "not":
      return !matches(filter.operand, traceId, world);
    case "text":
      return rowsOf(traceId, world).some((row) => hasText(row, filter.words, filter.phrase));
    case "compare":
      return compares(filter, traceId, world);
  }
}

const rowsOf = (traceId: string, world: World) => world.rows.filter((row) => row.traceId === traceId);

const tokensOf = (text: string) =>
  [...text.toLowerCase().matchAll(/[a-z0-9\u0080-\u{10ffff}]+/gu)].map(([token]) => token);

function hasText(row: SpanRow, words: string, phrase: boolean): boolean {
  const texts = [row.fields.input ?? "", row.fields.output ?? ""];
  const parts = phrase ? [words] : words.split(/\s+/u).filter((word) => word !== "");
  return parts.every((part) => texts.some((text) => hasPart(text, part)));
}

function hasPart(text: string, part: string): boolean {
  const wanted = tokensOf(part);
  if (wanted.length === 0 || /[\u3040-\u9fff]/.test(part))
    return text.toLowerCase().includes(part.toLowerCase());
  const tokens = tokensOf(text);
  return tokens.some((_token, at) => wanted.every((token, index) => tokens[at + index] === token));
}

function compares(leaf: Comparison, traceId: string, world: World): boolean {
  const rows = rowsOf(traceId, world);
  const { field } = leaf;
  if (field === "bookmarked") {
    const held = world.bookmarkedTraceIds.includes(traceId);
    return leaf.operator === "exists" ? held : leaf.values.some((value) => held === (value === "true"));
  }
  if (field === "score") return world.scores.some((row) => scoreCompares(leaf, traceId, row));
  if (field === "tag") {
    return rows.some((row) => row.fields.tags?.some((tag) => textCompares(tag, leaf)));
  }
  if (fields[field].of === "span") return rows.some((row) => spanCompares(leaf, row));
  return valueCompares(traceValue(leaf, rows, world), leaf);
}

function scoreCompares(leaf: Comparison, traceId: string, { score }: ScoreRow): boolean {
  if (score.traceId !== traceId || score.name !== leaf.key) return false;
  if (leaf.operator === "exists") return true;
  const { value, stringValue = "" } = score;
  if (leaf.operator === "contains" || leaf.operator === "starts") return textCompares(stringValue, leaf);
  const asNumber =
    value !== undefined && leaf.values.some((bound) => numberCompares(value, leaf.operator, bound));
  return asNumber || (leaf.operator === "is" && leaf.values.includes(stringValue));
}

function spanCompares(leaf: Comparison, row: SpanRow): boolean {
  const { fields: span, spanId } = row;
  switch (leaf.field) {
    case "attributes":
    case "metadata": {
      const value = span[leaf.field]?.[leaf.key ?? ""];
      if (value === undefined) return false;
      if (leaf.operator === "exists") return true;
      const number = /^-?\d/.test(value) ? Number(value) : Number.NaN;
      return "gt gte lt lte".split(" ").includes(leaf.operator)
        ? leaf.values.some((bound) => numberCompares(number, leaf.operator, bound))
        : textCompares(value, leaf);
    }
    case "kind":
      return spanId !== "" && textCompares(span.kind ?? "SPAN", leaf);
    case "span":
      return spanId !== "" && textCompares(span.name ?? "", leaf);
    case "ttft":
      return valueCompares(
        span.completionStartTimeUs === undefined
          ? null
          : Math.max(0, span.completionStartTimeUs - row.startTimeUs) / 1_000,
        leaf,
      );
    default:
      return textCompares(spanText(leaf, row), leaf);
  }
}

function spanText({ field }: Comparison, { fields: span, source }: SpanRow): string {
  switch (field) {
    case "level":
      return span.level ?? "DEFAULT";
    case "model":
      return span.modelUsed ?? span.modelRequested ?? "";
    case "provider":
      return span.provider ?? "";
    case "error":
      return span.errorClass ?? "";
    case "service":
      return span.serviceName ?? "";
    case "source":
      return source;
    case "feature":
      return span.feature ?? "";
    case "prompt":
      return span.promptName ?? "";
    case "input":
      return span.input ?? "";
    case "output":
      return span.output ?? "";
    default:
      throw new Error(`no text for ${field}`);
  }
}

const rank = (row: SpanRow) => (row.spanId === "" ? 0 : row.fields.parentSpanId === undefined ? 1 : 2);

const inPrecedence = (rows: readonly SpanRow[]) =>
  [...rows].sort((left, right) => rank(left) - rank(right) || left.startTimeUs - right.startTimeUs);

export function startOf(rows: readonly SpanRow[]): number {
  const own = rows.filter((row) => row.spanId === "");
  return Math.min(...(own.length > 0 ? own : rows).map((row) => row.startTimeUs));
}

function traceValue({ field }: Comparison, rows: readonly SpanRow[], world: World): string | number | null {
  const carried = (read: (row: SpanRow) => string | undefined) =>
    inPrecedence(rows)
      .map((row) => read(row) ?? "")
      .find((value) => value !== "") ?? "";
  const billed = (read: (row: SpanRow) => number | undefined) => {
    const known = rows.flatMap((row) => (row.price.billable ? (read(row) ?? []) : []));
    return known.length === 0 ? null : known.reduce((sum, count) => sum + count, 0);
  };
  const errors = rows.filter((row) => row.fields.level === "ERROR").length;
  switch (field) {
    case "status": {
      const open = rows.some(
        (row) => row.fields.endTimeUs === undefined && !["TRACE", "EVENT"].includes(kindOf(row)),
      );
      const rooted = rows.some((row) => row.fields.parentSpanId === undefined);
      const quiet = world.nowUs - Math.max(...rows.map((row) => row.receivedAtUs)) >= quietUs;
      return errors > 0 ? "error" : (open || !rooted) && !quiet ? "running" : "ok";
    }
    case "env":
      return carried((row) => row.fields.environment ?? "default") || "default";
    case "name":
      return (
        carried((row) => (row.spanId === "" && row.fields.name ? row.fields.name : row.fields.traceName)) ||
        (inPrecedence(rows).find((row) => row.fields.parentSpanId === undefined)?.fields.name ?? "")
      );
    case "user":
      return carried((row) => row.fields.userId);
    case "session":
      return carried((row) => row.fields.sessionId);
    case "release":
      return carried((row) => row.fields.release);
    case "version":
      return carried((row) => row.fields.version);
    case "id":
      return rows[0]?.traceId ?? "";
    case "latency": {
      const ends = rows.flatMap((row) => row.fields.endTimeUs ?? []);
      const first = Math.min(...rows.map((row) => row.startTimeUs));
      return ends.length === 0 ? null : Math.max(0, Math.max(...ends) - first) / 1_000;
    }
    case "cost": {
      const pico = billed((row) =>
        row.price.cost === null ? undefined : Math.round(Number(row.price.cost) * 1e6),
      );
      return pico === null ? null : pico / 1e6;
    }
    case "tokens":
      return billed((row) => row.usage.totalTokens);
    case "input_tokens":
      return billed((row) => row.usage.inputTokens);
    case "output_tokens":
      return billed((row) => row.usage.outputTokens);
    case "spans":
      return rows.filter((row) => row.spanId !== "").length;
    case "errors":
      return errors;
    default:
      throw new Error(`no value for ${field}`);
  }
}

const kindOf = (row: SpanRow) => row.fields.kind ?? (row.spanId === "" ? "TRACE" : "SPAN");

function valueCompares(value: string | number | null, leaf: Comparison): boolean {
  if (typeof value === "string") return textCompares(value, leaf);
  if (leaf.operator === "exists") return value !== null;
  return value !== null && leaf.values.some((bound) => numberCompares(value, leaf.operator, bound));
}

function numberCompares(value: number, operator: Comparison["operator"], text: string): boolean {
  const bound = Number(text);
  switch (operator) {
    case "is":
      return value === bound;
    case "gt":
      return value > bound;
    case "gte":
      return value >= bound;
    case "lt":
      return value < bound;
    case "lte":
      return value <= bound;
    default:
      throw new Error(`not an operator of numbers: ${operator}`);
  }
}

function textCompares(value: string, { operator, values }: Comparison): boolean {
  const folded = value.toLowerCase();
  switch (operator) {
    case "exists":
      return value !== "";
    case "is":
      return values.includes(value);
    case "contains":
      return values.some((part) => folded.includes(part.toLowerCase()));
    case "starts":
      return values.some((part) => folded.startsWith(part.toLowerCase()));
    default:
      throw new Error(`not an operator of texts: ${operator}`);
  }
}

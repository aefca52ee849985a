import { prepareResource, prepareScope, type SharedFields, type SpanScope } from "../normalise/scope.ts";
import { readResourceJson, readScopeJson } from "../otlp/read-json.ts";
import { SpanProblem } from "../otlp/span-problem.ts";
import { isRecord } from "../parsed-json.ts";
import { brokenRequest } from "./accept-span.ts";

export interface JsonItemVisitor {
  countItem(): boolean;
  visit(json: unknown, scope: SpanScope): void;
}

/** The names of one signal's lists, outermost first. */
interface ListNames {
  resources: "resourceSpans" | "resourceLogs";
  scopes: "scopeSpans" | "scopeLogs";
  items: "spans" | "logRecords";
}

export const spanLists: ListNames = { resources: "resourceSpans", scopes: "scopeSpans", items: "spans" };
export const logLists: ListNames = { resources: "resourceLogs", scopes: "scopeLogs", items: "logRecords" };

/** Walks the OTLP/JSON of one signal. A body that is plainly another signal's is refused whole. */
export function* walkJson(parsed: unknown, names: ListNames, visitor: JsonItemVisitor): Generator<void> {
  const request = objectAt(parsed, "The body");
  refuseOtherSignals(request, names);
  for (const entry of listAt(request[names.resources], names.resources)) {
    const resource = objectAt(entry, `Each entry of ${names.resources}`);
    const shared = sharedOf(resource["resource"]);
    if (visitor.countItem()) yield;
    for (const scopeEntry of listAt(resource[names.scopes], names.scopes)) {
      const scopeJson = objectAt(scopeEntry, `Each entry of ${names.scopes}`);
      const scope = prepareScope(shared, readScopeJson(scopeJson["scope"]));
      if (visitor.countItem()) yield;
      for (const json of listAt(scopeJson[names.items], names.items)) {
        visitor.visit(json, scope);
        if (visitor.countItem()) yield;
      }
    }
  }
}

const signals = [
  ["resourceSpans", "traces"],
  ["resourceLogs", "logs"],
  ["resourceMetrics", "metrics"],
] as const;

function refuseOtherSignals(request: Record<string, unknown>, names: ListNames): void {
  if (names.resources in request) return;
  const other = signals.find(([name]) => name in request);
  if (other !== undefined) {
    throw brokenRequest(`The body is an export of ${other[1]}. Send it to the path of its own signal.`);
  }
}

function sharedOf(json: unknown): SharedFields {
  try {
    return prepareResource(readResourceJson(json));
  } catch (error) {
    if (error instanceof SpanProblem) throw brokenRequest(`A resource cannot be read: ${error.message}`);
    throw error;
  }
}

function objectAt(value: unknown, what: string): Record<string, unknown> {
  if (!isRecord(value)) throw brokenRequest(`${what} must be an object.`);
  return value;
}

function listAt(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw brokenRequest(`${what} must be an array.`);
  return value;
}

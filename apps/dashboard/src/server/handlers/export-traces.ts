import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "@plumbline/services/context";
import { findTraces, listTraceHeaders, type TracePosition, type TraceRow } from "@plumbline/services/trace";
import { stringify } from "csv-stringify/sync";
import { builtInColumns, parseColumns } from "../../features/traces/columns/columns.ts";
import { exportRow } from "../../features/traces/export/export-columns.ts";
import { defaultSort, parseSort, toServerSort } from "../../features/traces/sort.ts";
import { defaultRange, parseTimeRange } from "../../features/traces/time-range.ts";
import { decodeSegment } from "../decode-segment.ts";
import { serviceContext } from "../deps.ts";
import { getEnv } from "../env.ts";
import { isSameOrigin } from "../same-origin.ts";
import { getSessionUser } from "../session.ts";
import { matchingOf } from "../trace-query.ts";
import { failedResponse } from "./failed-response.ts";
import { fileResponse } from "./file-response.ts";

interface RouteContext {
  params: Promise<{ projectId: string }>;
}

const rowsPerRead = 200;

/** The list as the address describes it, or the traces named in `ids` of a form, as a file. */
export async function handleExportTraces(request: Request, { params }: RouteContext): Promise<Response> {
  const requestId = randomUUID();
  try {
    const projectId = decodeSegment((await params).projectId);
    const user = await getSessionUser();
    if (!user) throw new PlumblineError("unauthenticated", { message: "You are signed out." });
    const services = serviceContext(user.id, requestId);
    const asked = await readQuestion(request);
    const format = asked.get("format") === "jsonl" ? "jsonl" : "csv";
    const columns = parseColumns(asked.get("columns") ?? "") ?? builtInColumns;
    const ids = asked.get("ids");
    const pages =
      ids === null
        ? readList(services, projectId, asked)
        : readSelected(services, projectId, ids.split("\n"));
    const toLine = (row: TraceRow) => exportRow(row, columns);
    const toCsv = (rows: readonly TraceRow[], withHeader: boolean) => csvOf(rows.map(toLine), withHeader);
    return await fileResponse(pages, { name: "traces", format, toCsv, toLine });
  } catch (error) {
    return failedResponse(error, requestId, "export of traces failed");
  }
}

async function readQuestion(request: Request): Promise<URLSearchParams> {
  if (request.method === "GET") return new URL(request.url).searchParams;
  if (!isSameOrigin(request.headers, getEnv().NEXTAUTH_URL)) {
    throw new PlumblineError("forbidden", { message: "This form was sent from another site." });
  }
  const asked = new URLSearchParams();
  for (const [name, value] of await request.formData()) if (typeof value === "string") asked.set(name, value);
  return asked;
}

async function* readList(
  services: ServiceContext,
  projectId: string,
  asked: URLSearchParams,
): AsyncGenerator<TraceRow[]> {
  const range = parseTimeRange(asked.get("range") ?? "") ?? defaultRange;
  const matching = matchingOf({ projectId, range, query: asked.get("q") ?? "" }, services.clock.nowMs());
  const orderBy = toServerSort(parseSort(asked.get("sort") ?? "") ?? defaultSort);
  let after: TracePosition | undefined;
  for (;;) {
    const page = await findTraces(services, {
      ...matching,
      limit: rowsPerRead,
      ...(orderBy ? { orderBy } : {}),
      ...(after ? { after } : {}),
    });
    yield page.rows;
    if (page.next === null) return;
    after = page.next;
  }
}

const maxSelected = 10_000;

async function* readSelected(
  services: ServiceContext,
  projectId: string,
  ids: readonly string[],
): AsyncGenerator<TraceRow[]> {
  if (ids.length > maxSelected) throw new PlumblineError("too_large");
  for (let start = 0; start < ids.length; start += rowsPerRead) {
    const wanted = ids.slice(start, start + rowsPerRead);
    const rows = await listTraceHeaders(services, { projectId, traceIds: wanted });
    const byId = new Map(rows.map((row) => [row.traceId, row]));
    yield wanted.flatMap((id) => byId.get(id) ?? []);
  }
}

/** A spreadsheet must not run what a client named its trace. */
function csvOf(rows: Record<string, unknown>[], withHeader: boolean): string {
  const flat = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, Array.isArray(value) ? value.join(" ") : value]),
    ),
  );
  return stringify(flat, { header: withHeader, escape_formulas: true });
}

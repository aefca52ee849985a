import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { exportRejectedEvents, type WholeRejectedEvent } from "@plumbline/services/rejected-event";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { decodeSegment } from "../decode-segment.ts";
import { serviceContext } from "../deps.ts";
import { rejectedFilter, toRejectedWindow } from "../rejected-filter.ts";
import { getSessionUser } from "../session.ts";
import { failedResponse } from "./failed-response.ts";
import { fileResponse } from "./file-response.ts";

interface RouteContext {
  params: Promise<{ projectId: string }>;
}

const parameters = rejectedFilter.extend({
  format: z.enum(["csv", "jsonl"]),
  show: z.enum(["open", "replayed"]).default("open"),
});

const csvColumns = [
  "lastSeenAt",
  "firstSeenAt",
  "times",
  "source",
  "stage",
  "code",
  "reason",
  "eventId",
  "replayed",
  "rawSize",
  "raw",
  "door",
  "bodySize",
  "body",
] as const;

/** Everything that the page's filter matches, whole, as it is read from the store. */
export async function handleExportRejected(request: Request, { params }: RouteContext): Promise<Response> {
  const requestId = randomUUID();
  try {
    const projectId = decodeSegment((await params).projectId);
    const user = await getSessionUser();
    if (!user) throw new PlumblineError("unauthenticated", { message: "You are signed out." });
    const parsed = parameters.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!parsed.success) throw new PlumblineError("invalid_request");
    const { format, show, ...filter } = parsed.data;
    const services = serviceContext(user.id, requestId);
    const pages = exportRejectedEvents(services, {
      projectId,
      replayed: show === "replayed",
      ...toRejectedWindow(filter, services.clock.nowMs()),
    });
    return await fileResponse(pages, { name: "rejected-events", format, toCsv, toLine: toExported });
  } catch (error) {
    return failedResponse(error, requestId, "export of rejected events failed");
  }
}

/** Bytes are base64. */
function toExported({ receivedAt, ...event }: WholeRejectedEvent) {
  return { ...event, lastSeenAt: receivedAt };
}

/** A spreadsheet must not run what a client sent. */
function toCsv(events: readonly WholeRejectedEvent[], withHeader: boolean): string {
  const rows = events.map((event) => ({ ...toExported(event), replayed: String(event.replayed) }));
  return stringify(rows, { header: withHeader, columns: [...csvColumns], escape_formulas: true });
}

import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { exportReviewItems, type ListedReviewItem, reviewShows } from "@plumbline/services/review-item";
import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { decodeSegment } from "../decode-segment.ts";
import { serviceContext } from "../deps.ts";
import { getSessionUser } from "../session.ts";
import { failedResponse } from "./failed-response.ts";
import { fileResponse } from "./file-response.ts";

interface RouteContext {
  params: Promise<{ projectId: string }>;
}

const parameters = z.object({ format: z.enum(["csv", "jsonl"]), show: z.enum(reviewShows) });

const csvColumns = [
  "spanStartedAt",
  "state",
  "asked",
  "reason",
  "model",
  "pool",
  "userId",
  "sessionId",
  "traceId",
  "spanId",
  "assignee",
  "openedAt",
  "resolvedAt",
  "resolvedBy",
  "note",
  "source",
  "id",
] as const;

/** The items that the page shows, all pages of them. Times are UTC. */
export async function handleExportReviews(request: Request, { params }: RouteContext): Promise<Response> {
  const requestId = randomUUID();
  try {
    const projectId = decodeSegment((await params).projectId);
    const user = await getSessionUser();
    if (!user) throw new PlumblineError("unauthenticated", { message: "You are signed out." });
    const parsed = parameters.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!parsed.success) throw new PlumblineError("invalid_request");
    const { format, show } = parsed.data;
    const pages = exportReviewItems(serviceContext(user.id, requestId), { projectId, show });
    return await fileResponse(pages, { name: `reviews-${show}`, format, toCsv });
  } catch (error) {
    return failedResponse(error, requestId, "export of review items failed");
  }
}

/** A spreadsheet must not run what somebody asked. */
function toCsv(items: readonly ListedReviewItem[], withHeader: boolean): string {
  const rows = items.map(({ assignee, resolvedBy, ...item }) => ({
    ...item,
    assignee: assignee?.name ?? "",
    resolvedBy: resolvedBy?.name ?? "",
  }));
  return stringify(rows, { header: withHeader, columns: [...csvColumns], escape_formulas: true });
}

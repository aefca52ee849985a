import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { decodeSegment } from "../decode-segment.ts";
import { serviceContext } from "../deps.ts";
import { getSessionUser } from "../session.ts";
import { downloadTrace } from "./download-trace.ts";
import { failedResponse } from "./failed-response.ts";

interface RouteContext {
  params: Promise<{ projectId: string; traceId: string }>;
}

/** See downloadTrace. */
export async function handleDownload(request: Request, { params }: RouteContext): Promise<Response> {
  const requestId = randomUUID();
  try {
    const raw = await params;
    const key = { projectId: decodeSegment(raw.projectId), traceId: decodeSegment(raw.traceId) };
    const user = await getSessionUser();
    if (!user) throw new PlumblineError("unauthenticated", { message: "You are signed out." });
    const query = new URL(request.url).searchParams;
    return await downloadTrace(serviceContext(user.id, requestId), key, query, { withScores: true });
  } catch (error) {
    return failedResponse(error, requestId, "download failed");
  }
}

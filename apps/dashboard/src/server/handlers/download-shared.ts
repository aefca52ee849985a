import { randomUUID } from "node:crypto";
import { decodeSegment } from "../decode-segment.ts";
import { openShare } from "../open-share.ts";
import { lastHop } from "../remote-address.ts";
import { downloadTrace } from "./download-trace.ts";
import { failedResponse } from "./failed-response.ts";

interface RouteContext {
  params: Promise<{ token: string }>;
}

/** The trace that the link leads to, for whoever holds it; see downloadTrace. */
export async function handleDownloadShared(request: Request, { params }: RouteContext): Promise<Response> {
  const requestId = randomUUID();
  try {
    const ip = lastHop(request.headers.get("x-forwarded-for"));
    const { services, projectId, traceId } = await openShare(
      { requestId, ip },
      decodeSegment((await params).token),
    );
    const query = new URL(request.url).searchParams;
    const response = await downloadTrace(services, { projectId, traceId }, query, { withScores: false });
    response.headers.set("x-robots-tag", "noindex");
    return response;
  } catch (error) {
    return failedResponse(error, requestId, "download of a shared trace failed");
  }
}

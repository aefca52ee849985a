import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { listObservationsOfTrace } from "@plumbline/services/observation";
import { listScoresOfTrace } from "@plumbline/services/score";
import { getSpanText, getTrace, getWholeSpanText } from "@plumbline/services/trace";
import { decodeSegment } from "../decode-segment.ts";
import { getDeps, serviceContext } from "../deps.ts";
import { getSessionUser } from "../session.ts";

interface RouteContext {
  params: Promise<{ projectId: string; traceId: string }>;
}

const textFields = ["input", "output", "systemInstructions", "toolDefinitions"] as const;
const mapFields = ["attributes", "metadata"] as const;

/** A whole trace as JSON; with `span` and `field` in the query, one text or map of one span as it was sent. */
export async function handleDownload(request: Request, { params }: RouteContext): Promise<Response> {
  const raw = await params;
  const key = { projectId: decodeSegment(raw.projectId), traceId: decodeSegment(raw.traceId) };
  const user = await getSessionUser();
  if (!user) return failed(new PlumblineError("unauthenticated", { message: "You are signed out." }));
  const requestId = randomUUID();
  try {
    const query = new URL(request.url).searchParams;
    const spanId = query.get("span");
    const services = serviceContext(user.id, requestId);
    if (spanId !== null) {
      const field = query.get("field");
      const fileName = `${key.traceId}-${spanId || "trace"}-${field ?? ""}`;
      const textField = textFields.find((name) => name === field);
      if (textField) {
        const text = await getWholeSpanText(services, { ...key, spanId, field: textField });
        return attachment(text, "text/plain", `${fileName}.txt`);
      }
      const mapField = mapFields.find((name) => name === field);
      if (!mapField) throw new PlumblineError("invalid_request");
      const span = await getSpanText(services, { ...key, spanId, maxCharacters: 1 });
      return attachment(JSON.stringify(span[mapField], null, 2), "application/json", `${fileName}.json`);
    }
    const [trace, observations, scores] = await Promise.all([
      getTrace(services, key),
      listObservationsOfTrace(services, key),
      listScoresOfTrace(services, key),
    ]);
    const body = { ...trace.trace, omitted: observations.omitted, observations: observations.rows, scores };
    return attachment(JSON.stringify(body, null, 2), "application/json", `${key.traceId}.json`);
  } catch (error) {
    if (PlumblineError.isInstance(error)) return failed(error);
    getDeps().logger.error({ requestId, err: error }, "download failed");
    return failed(new PlumblineError("internal", { details: { requestId } }));
  }
}

function failed({ message, code, nextStep, status, details }: PlumblineError): Response {
  return Response.json({ error: { message, code, nextStep, details } }, { status });
}

/** Never shown inline: what a client sent must not become a page of ours. */
function attachment(body: string, contentType: string, fileName: string): Response {
  const safeName = fileName.replaceAll(/[^\w.-]+/g, "_").slice(-120);
  return new Response(body, {
    headers: {
      "content-type": `${contentType}; charset=utf-8`,
      "content-disposition": `attachment; filename="${safeName}"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, no-store",
    },
  });
}

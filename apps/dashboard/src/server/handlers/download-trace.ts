import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "@plumbline/services/context";
import { listObservationsOfTrace } from "@plumbline/services/observation";
import { listScoresOfTrace } from "@plumbline/services/score";
import { getSpanText, getTrace, getWholeSpanText } from "@plumbline/services/trace";

const textFields = ["input", "output", "systemInstructions", "toolDefinitions"] as const;
const mapFields = ["attributes", "metadata"] as const;

interface TraceKey {
  projectId: string;
  traceId: string;
}

/** A whole trace as JSON; with `span` and `field` in the query, one text or map of one span as it was sent. */
export async function downloadTrace(
  services: ServiceContext,
  key: TraceKey,
  query: URLSearchParams,
  { withScores }: { withScores: boolean },
): Promise<Response> {
  const spanId = query.get("span");
  if (spanId !== null) return downloadOfSpan(services, { ...key, spanId }, query.get("field") ?? "");
  const [trace, observations, scores] = await Promise.all([
    getTrace(services, key),
    listObservationsOfTrace(services, key),
    withScores ? listScoresOfTrace(services, key) : undefined,
  ]);
  const body = { ...trace.trace, omitted: observations.omitted, observations: observations.rows, scores };
  return attachment(JSON.stringify(body, null, 2), "application/json", `${key.traceId}.json`);
}

async function downloadOfSpan(
  services: ServiceContext,
  key: TraceKey & { spanId: string },
  field: string,
): Promise<Response> {
  const fileName = `${key.traceId}-${key.spanId || "trace"}-${field}`;
  const textField = textFields.find((name) => name === field);
  if (textField) {
    const text = await getWholeSpanText(services, { ...key, field: textField });
    return attachment(text, "text/plain", `${fileName}.txt`);
  }
  const mapField = mapFields.find((name) => name === field);
  if (!mapField) throw new PlumblineError("invalid_request");
  const span = await getSpanText(services, { ...key, maxCharacters: 1 });
  return attachment(JSON.stringify(span[mapField], null, 2), "application/json", `${fileName}.json`);
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

import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { getMedia } from "@plumbline/services/media";
import { decodeSegment } from "../decode-segment.ts";
import { serviceContext } from "../deps.ts";
import { getEnv } from "../env.ts";
import { getSessionUser } from "../session.ts";
import { failedResponse } from "./failed-response.ts";

interface RouteContext {
  params: Promise<{ projectId: string; mediaId: string }>;
}

const passedOn = ["content-type", "content-length", "content-disposition"] as const;

/**
 * A file of a trace for somebody who may read the project. The API has the store: it is asked at the
 * address that it signs, and its bytes pass through, so that pages fetch from no other origin.
 */
export async function handleSendMedia(request: Request, { params }: RouteContext): Promise<Response> {
  const requestId = randomUUID();
  try {
    const { projectId, mediaId } = await params;
    const user = await getSessionUser();
    if (!user) throw new PlumblineError("unauthenticated", { message: "You are signed out." });
    const env = getEnv();
    const services = { ...serviceContext(user.id, requestId), mediaSecret: env.PLUMBLINE_KEY_PEPPER };
    const { downloadToken } = await getMedia(services, {
      projectId: decodeSegment(projectId),
      mediaId: decodeSegment(mediaId),
    });
    const answer = await askApi(downloadToken, request.signal);
    const headers = new Headers({
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "cache-control": "private, max-age=3600, immutable",
    });
    for (const name of passedOn) headers.set(name, answer.headers.get(name) ?? "");
    return new Response(answer.body, { headers });
  } catch (error) {
    return failedResponse(error, requestId, "a media file could not be sent");
  }
}

async function askApi(token: string, signal: AbortSignal): Promise<Response> {
  const { PLUMBLINE_API_URL, PLUMBLINE_API_INTERNAL_URL } = getEnv();
  const address = (PLUMBLINE_API_INTERNAL_URL ?? PLUMBLINE_API_URL).replace(/\/+$/, "");
  const url = `${address}/api/public/media-files/${encodeURIComponent(token)}`;
  const answer = await fetch(url, { cache: "no-store", signal }).catch((cause: unknown) => {
    throw new PlumblineError("unavailable", { message: "The API does not answer.", cause });
  });
  if (answer.ok) return answer;
  await answer.body?.cancel();
  throw new PlumblineError(answer.status === 404 ? "not_found" : "unavailable");
}

import { randomUUID } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import { getRejectedEvent, type WholeRejectedEvent } from "@plumbline/services/rejected-event";
import { decodeSegment } from "../decode-segment.ts";
import { serviceContext } from "../deps.ts";
import { getSessionUser } from "../session.ts";
import { failedResponse } from "./failed-response.ts";

interface RouteContext {
  params: Promise<{ projectId: string }>;
}

/** All that is kept of one refused event: the bytes of its request, else its text. */
export async function handleDownloadRejected(request: Request, { params }: RouteContext): Promise<Response> {
  const requestId = randomUUID();
  try {
    const projectId = decodeSegment((await params).projectId);
    const user = await getSessionUser();
    if (!user) throw new PlumblineError("unauthenticated", { message: "You are signed out." });
    const eventId = new URL(request.url).searchParams.get("event") ?? "";
    const event = await getRejectedEvent(serviceContext(user.id, requestId), { projectId, eventId });
    const { bytes, extension } = fileOf(event);
    return new Response(bytes, {
      headers: {
        // Whatever it is, no browser shall make anything of it.
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="rejected-event.${extension}"`,
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "cache-control": "private, no-store",
      },
    });
  } catch (error) {
    return failedResponse(error, requestId, "download of a rejected event failed");
  }
}

function fileOf({ door, body, raw }: WholeRejectedEvent): {
  bytes: Uint8Array<ArrayBuffer>;
  extension: string;
} {
  if (door === "") return { bytes: new Uint8Array(Buffer.from(raw)), extension: "json" };
  const extension = door.endsWith(":protobuf") ? "pb" : door === "other" ? "bin" : "json";
  return { bytes: new Uint8Array(Buffer.from(body, "base64")), extension };
}

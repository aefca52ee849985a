import { createHash } from "node:crypto";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { IngestSource, RejectedEvent, RequestDoor } from "@plumbline/contracts/events";
import { acceptEvents } from "@plumbline/ingestion/accept-events";
import type { RouteDeps } from "../deps.ts";
import { maskSecrets, rejectedEvent } from "./rejected-event.ts";

/** Shown on the page; the bytes themselves can be downloaded. */
const shownBytes = 4 * 1024;
const keptBytes = 1024 * 1024;

/**
 * A request that cannot be read at all is kept with its bytes, so that its sender finds it and a mended
 * decoder can read it. The answer stays the error; that keeping it fails changes nothing.
 */
export async function keepRefusedRequest<T>(
  deps: RouteDeps,
  request: { projectId: string; source: IngestSource; door: RequestDoor; bytes: Buffer },
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (PlumblineError.isInstance(error) && (error.code === "invalid_request" || error.code === "too_deep")) {
      const code = error.code === "too_deep" ? "request.too_deep" : "request.malformed";
      const event = letterOf(request, { code, reason: error.message, timeUs: deps.clock.nowUs() });
      const { projectId, source } = request;
      await acceptEvents(deps, { projectId, source, events: [event] }).catch(() => undefined);
    }
    throw error;
  }
}

/** The same bytes at the same door are the same letter, whenever they come. */
function letterOf(
  { door, bytes }: { door: RequestDoor; bytes: Buffer },
  refusal: { code: string; reason: string; timeUs: number },
): RejectedEvent {
  const body = maskSecrets(bytes.subarray(0, keptBytes));
  const raw = body.subarray(0, shownBytes).toString("utf8");
  const id = createHash("sha256").update(`${door}\0`).update(bytes).digest("hex").slice(0, 32);
  return {
    ...rejectedEvent({ ...refusal, id, raw }),
    request: { door, body: body.toString("base64"), bodySize: bytes.length },
  };
}

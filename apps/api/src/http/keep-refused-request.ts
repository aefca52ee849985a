import { PlumblineError } from "@plumbline/contracts/errors";
import type { IngestSource } from "@plumbline/contracts/events";
import { acceptEvents } from "@plumbline/ingestion/accept-events";
import type { RouteDeps } from "../deps.ts";
import { rejectedEvent } from "./rejected-event.ts";

const keptBytes = 4 * 1024;

/**
 * A request that cannot be read at all is kept like a refused event, its beginning with it, so that its
 * sender finds it. The answer stays the error; that keeping it fails changes nothing.
 */
export async function keepRefusedRequest<T>(
  deps: RouteDeps,
  request: { projectId: string; source: IngestSource; bytes: Buffer },
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (PlumblineError.isInstance(error) && (error.code === "invalid_request" || error.code === "too_deep")) {
      const event = rejectedEvent({
        timeUs: deps.clock.nowUs(),
        code: error.code === "too_deep" ? "request.too_deep" : "request.malformed",
        reason: error.message,
        raw: request.bytes.subarray(0, keptBytes).toString("utf8"),
      });
      const { projectId, source } = request;
      await acceptEvents(deps, { projectId, source, events: [event] }).catch(() => undefined);
    }
    throw error;
  }
}

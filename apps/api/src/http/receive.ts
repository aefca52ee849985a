import type { IncomingMessage } from "node:http";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { BodyBudget } from "./body-budget.ts";

export function tooLarge(limitBytes: number): PlumblineError {
  return new PlumblineError("too_large", {
    message: `The request is larger than ${limitBytes} bytes.`,
    details: { limitBytes },
  });
}

/** Reads what comes over the wire and counts it against the budget, which the caller gives back. */
export function receive(request: IncomingMessage, limitBytes: number, budget: BodyBudget): Promise<Buffer> {
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) {
    request.resume();
    return Promise.reject(tooLarge(limitBytes));
  }
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;

    const settle = (finish: () => void): void => {
      request.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken);
      finish();
    };
    /** The rest is read and thrown away, so that the client hears the answer instead of a reset. */
    const fail = (error: unknown): void =>
      settle(() => {
        budget.give(bytes);
        chunks.length = 0;
        request.on("error", () => undefined).resume();
        reject(error);
      });
    const onData = (chunk: Buffer): void => {
      try {
        if (bytes + chunk.length > limitBytes) throw tooLarge(limitBytes);
        budget.take(chunk.length);
        bytes += chunk.length;
        chunks.push(chunk);
      } catch (error) {
        fail(error);
      }
    };
    const onEnd = (): void => {
      const [only] = chunks;
      settle(() => resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)));
    };
    const onBroken = (): void =>
      fail(new PlumblineError("invalid_request", { message: "The request ended before its body did." }));

    request.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken);
  });
}

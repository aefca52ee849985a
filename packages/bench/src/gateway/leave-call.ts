import { request } from "node:http";
import { sharedMs } from "./parts.ts";
import { chatBody } from "./payload.ts";

export interface Leave {
  /** Stands in the body, as the user and as the end of the trace id. */
  mark: string;
  traceId: string;
  model: string;
  stream: boolean;
  /** Ends the prompt: what the simulator is asked for. */
  tail: string;
  /** After the request was handed to the system, or, with `afterFrame`, after the first frame came. */
  afterMs: number;
  afterFrame: boolean;
}

export interface Left {
  mark: string;
  traceId: string;
  /** Shared milliseconds at which the connection was given up; null when the answer was over before. */
  leftMs: number | null;
  /** The same moment of the wall clock, in microseconds. */
  leftAtUs: number;
  frames: number;
  status: number | null;
}

/** Sends one call on a connection of its own and goes away in the middle. Never rejects. */
export function leaveCall(
  target: { url: string; headers: Record<string, string> },
  leave: Leave,
): Promise<Left> {
  const { mark, traceId, model, stream, tail } = leave;
  const outcome: Left = { mark, traceId, leftMs: null, leftAtUs: 0, frames: 0, status: null };
  return new Promise((resolve) => {
    const sent = request(target.url, {
      method: "POST",
      agent: false,
      headers: {
        "content-type": "application/json",
        traceparent: `00-${traceId}-00000000000000a1-01`,
        ...target.headers,
      },
    });
    let timer: NodeJS.Timeout | undefined;
    const finish = (): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const goAway = (): void => {
      outcome.leftMs = sharedMs();
      outcome.leftAtUs = Math.round((performance.timeOrigin + performance.now()) * 1_000);
      sent.destroy();
      finish();
    };
    const startTimer = (): void => {
      timer ??= setTimeout(goAway, leave.afterMs);
    };
    sent.on("error", finish);
    sent.on("finish", () => {
      if (!leave.afterFrame) startTimer();
    });
    sent.on("response", (response) => {
      outcome.status = response.statusCode ?? null;
      response.on("data", () => {
        outcome.frames += 1;
        if (leave.afterFrame) startTimer();
      });
      response.on("error", finish);
      response.on("close", finish);
    });
    sent.end(chatBody({ model, bytes: 200, number: 1, stream, user: mark, tail: `${mark} ${tail}` }));
  });
}

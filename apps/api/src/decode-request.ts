import { PlumblineError } from "@plumbline/contracts/errors";
import type { IngestEvent, RejectedRequest } from "@plumbline/contracts/events";
import type { OtlpEncoding } from "@plumbline/contracts/otlp";
import { type DeadLetter, refuseAgain } from "@plumbline/ingestion/replay-event";
import type { DecodeDeps } from "./deps.ts";
import { decodeOtlp, type OtlpSignal } from "./http/otlp-signal.ts";
import { decodeLangfuseBatch } from "./routes/ingest-batch/route.ts";
import { otlpLogs } from "./routes/ingest-otlp-logs/signal.ts";
import { otlpMetrics } from "./routes/ingest-otlp-metrics/signal.ts";
import { otlpTraces } from "./routes/ingest-otlp-traces/signal.ts";

type KeptRequest = DeadLetter & { request: RejectedRequest };

/** What a request that could not be read is worth today: its events, or the refusal with today's reason. */
export async function eventsOfRequest(deps: DecodeDeps, letter: KeptRequest): Promise<IngestEvent[]> {
  const { door, body, bodySize } = letter.request;
  const bytes = Buffer.from(body, "base64");
  if (bytes.length < bodySize) {
    const why = `Only the first ${bytes.length} of its ${bodySize} bytes were kept; send it again.`;
    return [refuseAgain(letter, "replay.cut", why)];
  }
  try {
    const events = await decode(deps, door, bytes);
    if (events === null) {
      const why = "Requests of this protocol are kept to be looked at; download it, mend it, send it again.";
      return [refuseAgain(letter, "replay.not_supported", why)];
    }
    if (events.length > 0) return events;
    return [refuseAgain(letter, "replay.nothing_to_store", "It can be read now and holds nothing to store.")];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const isStillTheSame = PlumblineError.isInstance(error) && letter.code.startsWith("request.");
    return [refuseAgain(letter, isStillTheSame ? letter.code : "replay.unreadable", why)];
  }
}

async function decode(
  deps: DecodeDeps,
  door: RejectedRequest["door"],
  bytes: Buffer,
): Promise<IngestEvent[] | null> {
  const ofOtlp = async (signal: OtlpSignal, encoding: OtlpEncoding): Promise<IngestEvent[]> =>
    (await decodeOtlp(deps, signal, encoding, bytes)).events;
  switch (door) {
    case "otlp-traces:protobuf":
      return ofOtlp(otlpTraces, "protobuf");
    case "otlp-traces:json":
      return ofOtlp(otlpTraces, "json");
    case "otlp-logs:protobuf":
      return ofOtlp(otlpLogs, "protobuf");
    case "otlp-logs:json":
      return ofOtlp(otlpLogs, "json");
    case "otlp-metrics:protobuf":
      return ofOtlp(otlpMetrics, "protobuf");
    case "otlp-metrics:json":
      return ofOtlp(otlpMetrics, "json");
    case "langfuse-batch":
      return decodeLangfuseBatch(deps, bytes);
    case "other":
      return null;
  }
}

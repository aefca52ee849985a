import {
  status as codes,
  type handleUnaryCall,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
} from "@grpc/grpc-js";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { RouteDeps } from "../deps.ts";
import { exportResponseBytes, type PartialSuccess } from "../http/otlp-reply.ts";
import { type OtlpSignal, receiveOtlp } from "../http/otlp-signal.ts";
import { otlpLogs } from "../routes/ingest-otlp-logs/signal.ts";
import { otlpMetrics } from "../routes/ingest-otlp-metrics/signal.ts";
import { otlpTraces } from "../routes/ingest-otlp-traces/signal.ts";
import { type Admission, createAdmission } from "./admit-calls.ts";
import { exportStatus } from "./export-status.ts";

export interface GrpcServer {
  port: number;
  close(): Promise<void>;
}

type Export = (projectId: string, bytes: Buffer) => Promise<PartialSuccess | null>;
type Counter = ReturnType<RouteDeps["metrics"]["counter"]>;
type Unary = MethodDefinition<Buffer, Buffer>;

const closeWithinMs = 5_000;

/**
 * OTLP over gRPC without TLS. The limit on a message counts after inflating. Messages stay bytes: the same
 * decoders read them as over HTTP.
 */
export async function startGrpcServer(
  deps: RouteDeps,
  address: { port: number; host: string },
): Promise<GrpcServer> {
  const admission = createAdmission(deps);
  const { API_MAX_COMPRESSED_BYTES, API_MAX_INFLATED_BYTES } = deps.limits;
  const server = new Server({
    "grpc.max_receive_message_length": Math.min(API_MAX_COMPRESSED_BYTES, API_MAX_INFLATED_BYTES),
    "grpc.max_concurrent_streams": 100,
    interceptors: [admission.interceptor],
  });
  const requests = deps.metrics.counter({
    name: "plumbline_api_grpc_requests_total",
    help: "Answered gRPC calls that were admitted.",
    labelNames: ["operation", "code"],
  });
  const signals: Record<string, OtlpSignal> = { trace: otlpTraces, logs: otlpLogs, metrics: otlpMetrics };
  for (const [name, signal] of Object.entries(signals)) {
    const service = `${name.charAt(0).toUpperCase()}${name.slice(1)}Service`;
    const path = `/opentelemetry.proto.collector.${name}.v1.${service}/Export`;
    const receive: Export = (projectId, bytes) =>
      receiveOtlp(deps, signal, { projectId, encoding: "protobuf", bytes });
    const implementation = { export: answerExport(deps, admission, name, receive, requests) };
    server.addService({ export: bytesMethod(path) }, implementation);
  }
  const port = await new Promise<number>((resolve, reject) => {
    const target = `${address.host.includes(":") ? `[${address.host}]` : address.host}:${address.port}`;
    server.bindAsync(target, ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  deps.logger.info({ port, host: address.host }, "otlp grpc listens");
  return { port, close: () => close(server) };
}

function answerExport(
  deps: RouteDeps,
  admission: Admission,
  signal: string,
  receive: Export,
  requests: Counter,
): handleUnaryCall<Buffer, Buffer> {
  const operation = `ingest-otlp-grpc-${signal}`;
  const work = async (call: ServerUnaryCall<Buffer, Buffer>): Promise<Buffer> => {
    const actor = admission.actorOf(call.metadata);
    if (actor === undefined) throw new PlumblineError("unauthenticated");
    const partial = await deps.bodies.withBytes(call.request, (bytes) => receive(actor.projectId, bytes));
    return exportResponseBytes(partial);
  };
  const answer = async (
    call: ServerUnaryCall<Buffer, Buffer>,
    reply: sendUnaryData<Buffer>,
  ): Promise<void> => {
    let response: Buffer;
    try {
      response = await work(call);
    } catch (error) {
      const refusal = exportStatus(error);
      requests.inc({ operation, code: String(refusal.code) });
      if (refusal.code === codes.INTERNAL) deps.logger.error({ err: error, operation }, "call failed");
      reply(refusal);
      return;
    }
    requests.inc({ operation, code: String(codes.OK) });
    reply(null, response);
  };
  return (call, reply) => void answer(call, reply);
}

function bytesMethod(path: string): Unary {
  const asIs = (bytes: Buffer): Buffer => bytes;
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

/** Lets calls under way end, then cuts what is left. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, closeWithinMs);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

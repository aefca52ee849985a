import { randomBytes } from "node:crypto";
import { field, spanBytes } from "../otlp.fixture.ts";

/**
 * Requests as the Python SDKs put them on the wire, composed by hand from what is known of versions 2.60
 * and 4.14: names of headers, order of members, forms of times.
 */

interface Keys {
  publicKey: string;
  secretKey: string;
}

interface WireRequest {
  method: "POST";
  headers: Record<string, string>;
  body: string | Buffer;
}

const basic = ({ publicKey, secretKey }: Keys) =>
  `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString("base64")}`;

/** Version 2: headers with underscores, which some proxies drop. */
export function pythonV2Batch(keys: Keys, batch: readonly object[]): WireRequest {
  return {
    method: "POST",
    headers: {
      accept: "*/*",
      "user-agent": "python-httpx/0.28.1",
      authorization: basic(keys),
      "content-type": "application/json",
      x_langfuse_sdk_name: "python",
      x_langfuse_sdk_version: "2.60.10",
      x_langfuse_public_key: keys.publicKey,
    },
    body: JSON.stringify({
      batch,
      metadata: {
        batch_size: batch.length,
        sdk_integration: "default",
        sdk_name: "python",
        sdk_version: "2.60.10",
        public_key: keys.publicKey,
      },
    }),
  };
}

const attribute = (key: string, text: string) => Buffer.concat([field(1, key), field(2, field(1, text))]);

export interface PythonSpan {
  traceId: Buffer;
  spanId: Buffer;
  parentSpanId?: Buffer;
  name: string;
  attributes: Record<string, string>;
}

/** Version 4: OTLP as protobuf; environment and release stand on the resource, the key on the scope. */
export function pythonV4Export(keys: Keys, spans: readonly PythonSpan[]): WireRequest {
  const resource = Object.entries({
    "telemetry.sdk.language": "python",
    "telemetry.sdk.name": "opentelemetry",
    "telemetry.sdk.version": "1.38.0",
    "service.name": "unknown_service",
    "langfuse.environment": "python-staging",
    "langfuse.release": "r9",
  }).map(([key, text]) => field(1, attribute(key, text)));
  const scope = Buffer.concat([
    field(1, "langfuse-sdk"),
    field(2, "4.14.3"),
    field(3, attribute("public_key", keys.publicKey)),
  ]);
  const scopeSpans = Buffer.concat([field(1, scope), ...spans.map((span) => field(2, spanBytes(span)))]);
  return {
    method: "POST",
    headers: {
      "user-agent": "OTel-OTLP-Exporter-Python/1.38.0",
      "content-type": "application/x-protobuf",
      authorization: basic(keys),
      "x-langfuse-sdk-name": "python",
      "x-langfuse-sdk-version": "4.14.3",
      "x-langfuse-public-key": keys.publicKey,
    },
    body: field(1, Buffer.concat([field(1, Buffer.concat(resource)), field(2, scopeSpans)])),
  };
}

export const newTraceId = () => randomBytes(16);
export const newSpanId = () => randomBytes(8);

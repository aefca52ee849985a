import type { JournalEntry } from "@plumbline/contracts/events";
import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import { expandGatewayCall } from "@plumbline/spans/expand-gateway-call";

/**
 * The journal record of one call through the gateway: a mark that no JSON begins with, the lengths of the
 * head and of the request, the head as JSON, and both bodies as they were. It is written on the request's
 * path, so it copies bytes and parses nothing; spans are made of it when it is drained.
 */
const mark = 0x01;
const headerBytes = 9;

export interface GatewayRecord {
  call: GatewayCall;
  request: Uint8Array;
  /** In the order of arrival. */
  response: readonly Uint8Array[];
}

/** Rows that the call will make: for the journal's count of what waits. */
export function gatewayRecordRows(call: GatewayCall): number {
  return 1 + call.attempts.length + (call.queuedUs === undefined ? 0 : 1);
}

export function encodeGatewayRecord({ call, request, response }: GatewayRecord): Buffer {
  const head = JSON.stringify(call);
  const headLength = Buffer.byteLength(head);
  const responseLength = response.reduce((total, part) => total + part.length, 0);
  const record = Buffer.allocUnsafe(headerBytes + headLength + request.length + responseLength);
  record.writeUInt8(mark, 0);
  record.writeUInt32LE(headLength, 1);
  record.writeUInt32LE(request.length, 5);
  record.write(head, headerBytes, "utf8");
  let offset = headerBytes + headLength;
  for (const part of [request, ...response]) {
    record.set(part, offset);
    offset += part.length;
  }
  return record;
}

export function isGatewayRecord(payload: Uint8Array): boolean {
  return payload[0] === mark;
}

/** Throws when the bytes are not such a record. */
export function decodeGatewayRecord(payload: Uint8Array): JournalEntry {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const headEnd = headerBytes + bytes.readUInt32LE(1);
  const requestEnd = headEnd + bytes.readUInt32LE(5);
  if (requestEnd > bytes.length) throw new RangeError("A gateway record is shorter than it says");
  const call: GatewayCall = JSON.parse(bytes.toString("utf8", headerBytes, headEnd));
  if (call.v !== 1) throw new TypeError(`Gateway record of unknown version ${String(call.v)}`);
  const texts = {
    request: bytes.toString("utf8", headEnd, requestEnd),
    response: bytes.toString("utf8", requestEnd),
  };
  return {
    v: 1,
    projectId: call.projectId,
    source: "gateway",
    receivedAtUs: call.endUs,
    events: expandGatewayCall(call, texts),
  };
}

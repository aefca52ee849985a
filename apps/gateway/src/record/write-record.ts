import {
  encodeGatewayRecord,
  type GatewayRecord,
  gatewayRecordRows,
} from "@plumbline/ingestion/gateway-record";
import type { Journal } from "@plumbline/journal/journal";
import type { RecordCall } from "../deps.ts";

export interface RecordOptions {
  journal: Pick<Journal, "append">;
  /** Calls whose record could not be written; they were answered all the same. */
  onLost: (error: unknown) => void;
}

/** Bytes are copied into the journal as they are, after the turn in which the client was answered. */
export function createRecorder({ journal, onLost }: RecordOptions): RecordCall {
  let ended: GatewayRecord[] = [];
  const write = (record: GatewayRecord): void => {
    try {
      const { call } = record;
      const tag = { lane: call.projectId, rows: gatewayRecordRows(call) };
      journal.append(encodeGatewayRecord(record), tag).catch(onLost);
    } catch (error) {
      onLost(error);
    }
  };
  const writeAll = (): void => {
    const records = ended;
    ended = [];
    for (const record of records) write(record);
  };
  return (call, request, response) => {
    if (ended.push({ call, request, response }) === 1) setImmediate(writeAll);
  };
}

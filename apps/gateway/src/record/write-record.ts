import { encodeGatewayRecord, gatewayRecordRows } from "@plumbline/ingestion/gateway-record";
import type { Journal } from "@plumbline/journal/journal";
import type { RecordCall } from "../deps.ts";

export interface RecordOptions {
  journal: Pick<Journal, "append">;
  /** Calls whose record could not be written; they were answered all the same. */
  onLost: (error: unknown) => void;
}

/** Bytes are copied into the journal as they are, after the turn in which the client was answered. */
export function createRecorder({ journal, onLost }: RecordOptions): RecordCall {
  return (call, request, response) => {
    setImmediate(() => {
      try {
        const payload = encodeGatewayRecord({ call, request, response });
        journal.append(payload, { lane: call.projectId, rows: gatewayRecordRows(call) }).catch(onLost);
      } catch (error) {
        onLost(error);
      }
    });
  };
}

import { createHash } from "node:crypto";
import {
  type ClickHouse,
  type ClickHouseError,
  isRowFault,
  isUnclearFault,
} from "@plumbline/clickhouse/client";
import type { RowOrigin } from "./row-origin.ts";
import type { TableBatch } from "./table-batch.ts";

/** A row that ClickHouse refused for its own sake. */
export interface RowFault {
  origin: RowOrigin;
  code: string;
  reason: string;
}

/** ClickHouse refuses more of a batch than can be the fault of single rows. */
export class FaultFlood extends Error {
  override readonly name = "FaultFlood";
}

/**
 * Collects the faults of one batch. Rows that ClickHouse refused throw FaultFlood beyond 1 % of the batch
 * (and at least ten): so many are hardly their own fault. What is kept only is certain to be the event's.
 */
export class FaultLedger {
  readonly faults: RowFault[] = [];
  readonly #limit: number;
  #refused = 0;

  constructor(batchRows: number) {
    this.#limit = Math.max(10, Math.floor(batchRows / 100));
  }

  /** A fault found before anything was sent: the same event fails in the same way for ever. */
  keep(fault: RowFault): void {
    this.faults.push(fault);
  }

  add(fault: RowFault): void {
    this.faults.push(fault);
    this.#refused += 1;
    if (this.#refused > this.#limit) {
      throw new FaultFlood(
        `More than ${this.#limit} rows of the batch were refused, first: ${this.faults[0]?.reason}`,
      );
    }
  }
}

/** Runs a call until ClickHouse answers it; only row faults and the end of the process come out as errors. */
export type Patience = <T>(call: () => Promise<T>) => Promise<T>;

/** So often the same bytes are refused as unclear before they are halved. */
const unclearAttempts = 3;

/**
 * Inserts all rows. When a row is at fault the batch is halved until the row stands alone and goes to the
 * ledger. Each part carries a token of its own bytes, so that a repeat of the whole counts nothing twice.
 * A fault that could be the wire's is a row's own only when other rows of the batch were taken; else it
 * is thrown, as the outage that it is.
 */
export async function insertRows<Row>(
  clickhouse: ClickHouse,
  patience: Patience,
  batch: TableBatch<Row>,
  token: string,
  ledger: FaultLedger,
): Promise<void> {
  const suspects: Array<{ row: number; error: ClickHouseError }> = [];
  let taken = 0;
  const insert = async (from: number, to: number, partToken: string): Promise<void> => {
    if (from === to) return;
    const { name, columns } = batch.table;
    const bytes = batch.bytes(from, to);
    const error = await faultOfInsert(patience, () =>
      clickhouse.insertRowBinary(name, columns, bytes, { token: partToken }),
    );
    if (error === null) {
      taken += to - from;
      return;
    }
    if (to - from === 1) {
      if (isRowFault(error)) ledger.add(faultOf(error, batch.origin(from)));
      else suspects.push({ row: from, error });
      return;
    }
    const middle = from + Math.ceil((to - from) / 2);
    await insert(from, middle, contentToken(token, batch.bytes(from, middle)));
    await insert(middle, to, contentToken(token, batch.bytes(middle, to)));
  };
  await insert(0, batch.rows, token);
  for (const { row, error } of suspects) {
    if (taken === 0) throw error;
    ledger.add(faultOf(error, batch.origin(row)));
  }
}

/** null once the rows are stored; else what may be a row's fault. Everything else is waited out. */
async function faultOfInsert(
  patience: Patience,
  insert: () => Promise<void>,
): Promise<ClickHouseError | null> {
  let unclear = 0;
  try {
    return await patience(async () => {
      try {
        await insert();
        return null;
      } catch (error) {
        if (!isUnclearFault(error)) throw error;
        unclear += 1;
        if (unclear < unclearAttempts) throw error;
        return error;
      }
    });
  } catch (error) {
    if (isRowFault(error)) return error;
    throw error;
  }
}

export function contentToken(token: string, bytes: Buffer): string {
  return `${token}:${createHash("sha1").update(bytes).digest("hex")}`;
}

function faultOf(error: ClickHouseError, origin: RowOrigin | undefined): RowFault {
  if (origin === undefined) throw new TypeError("A refused row without an origin");
  return {
    origin,
    code: `drain.${error.type === "" ? `code_${error.code}` : error.type.toLowerCase()}`,
    reason: error.message.slice(0, 1_000),
  };
}

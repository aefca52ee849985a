import { createHash } from "node:crypto";
import { type ClickHouse, type ClickHouseError, isRowFault } from "@plumbline/clickhouse/client";
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

/**
 * Inserts all rows. When a row is at fault the batch is halved until the row stands alone and goes to the
 * ledger. Each part carries a token of its own bytes, so that a repeat of the whole counts nothing twice.
 */
export async function insertRows<Row>(
  clickhouse: ClickHouse,
  patience: Patience,
  batch: TableBatch<Row>,
  token: string,
  ledger: FaultLedger,
): Promise<void> {
  const insert = async (from: number, to: number, partToken: string): Promise<void> => {
    if (from === to) return;
    const bytes = batch.bytes(from, to);
    try {
      await patience(() =>
        clickhouse.insertRowBinary(batch.table.name, batch.table.columns, bytes, { token: partToken }),
      );
    } catch (error) {
      if (!isRowFault(error)) throw error;
      if (to - from === 1) return ledger.add(faultOf(error, batch.origin(from)));
      const middle = from + Math.ceil((to - from) / 2);
      await insert(from, middle, contentToken(token, batch.bytes(from, middle)));
      await insert(middle, to, contentToken(token, batch.bytes(middle, to)));
    }
  };
  await insert(0, batch.rows, token);
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

import { z } from "zod";
import { type ClickHouse, isTooMuchAtOnce } from "../../client.ts";
import { defineQuery } from "../../query.ts";
import { RowBinaryWriter } from "../../row-binary.ts";

export interface SpanKey {
  projectId: string;
  traceId: string;
  spanId: string;
}

/** The folded registers of one span, as two lists of the same length. */
export interface SpanRegisters extends SpanKey {
  fields: string[];
  values: string[];
  /** What decides between registers of one field, in the same order; empty where no whole event is among them. */
  orders: Array<{ rank: number; timeUs: number; hash: string }>;
  /** The earliest time of any event of the span. */
  earliestEventUs: number;
}

const row = z.object({
  projectId: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  fields: z.array(z.string()),
  values: z.array(z.string()),
  orders: z.array(z.object({ rank: z.number(), timeUs: z.number(), hash: z.string() })),
  earliestEventUs: z.number(),
});

/** Keeps a statement below the server's default `max_query_size` of 256 KiB. */
const maxKeyBytes = 128 * 1024;
/** Of one answer: texts are long, and all of it is held in memory. A single span may exceed it. */
const maxAnswerBytes = 32 * 1024 * 1024;

/** Runs a call until ClickHouse answers it. */
type Patience = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * The fold of everything stored so far for these spans, in groups that fit into memory. Keys travel inside
 * the statement as base64 of RowBinary, which no value can break out of: thousands of them do not fit the
 * URL of a bound parameter. The order of spans and of fields is arbitrary.
 */
export async function* readRegisters(
  clickhouse: ClickHouse,
  keys: Iterable<SpanKey>,
  patience: Patience = (call) => call(),
): AsyncGenerator<SpanRegisters[]> {
  for (const group of groupsOf(keys)) yield* readSplitting(clickhouse, group, patience);
}

function* groupsOf(keys: Iterable<SpanKey>): Generator<SpanKey[]> {
  let group: SpanKey[] = [];
  let bytes = 0;
  for (const key of keys) {
    group.push(key);
    bytes +=
      Buffer.byteLength(key.projectId) + Buffer.byteLength(key.traceId) + Buffer.byteLength(key.spanId);
    if (bytes < maxKeyBytes) continue;
    yield group;
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield group;
}

/** An answer that is too much at once will be so every time: half of the spans is asked for, then the rest. */
async function* readSplitting(
  clickhouse: ClickHouse,
  group: readonly SpanKey[],
  patience: Patience,
): AsyncGenerator<SpanRegisters[]> {
  const limit = group.length > 1 ? maxAnswerBytes : undefined;
  const found = await patience(async () => {
    try {
      return await readGroup(clickhouse, group, limit);
    } catch (error) {
      if (group.length > 1 && isTooMuchAtOnce(error)) return null;
      throw error;
    }
  });
  if (found !== null) {
    yield found;
    return;
  }
  const middle = Math.ceil(group.length / 2);
  yield* readSplitting(clickhouse, group.slice(0, middle), patience);
  yield* readSplitting(clickhouse, group.slice(middle), patience);
}

async function readGroup(
  clickhouse: ClickHouse,
  group: readonly SpanKey[],
  maxResultBytes: number | undefined,
): Promise<SpanRegisters[]> {
  const writer = new RowBinaryWriter();
  for (const key of group) {
    writer.string(key.projectId);
    writer.string(key.traceId);
    writer.string(key.spanId);
  }
  const keys = writer.view().toString("base64");
  return clickhouse.query(
    defineQuery({
      name: "span-part.read-registers",
      params: z.object({}),
      row,
      ...(maxResultBytes === undefined ? {} : { maxResultBytes }),
      sql: `SELECT project_id AS projectId, trace_id AS traceId, span_id AS spanId,
          groupArray(field) AS fields, groupArray(value) AS values,
          if(countIf(startsWith(field, 'w:')) = 0, [], arrayMap(
            order -> CAST((order.1, order.2, toString(order.3)), 'Tuple(rank UInt8, timeUs Int64, hash String)'),
            groupArray((rank, time_us, hash)))) AS orders,
          minIf(time_us, startsWith(field, 'e:') OR startsWith(field, 'w:')) AS earliestEventUs
        FROM (
          SELECT project_id, trace_id, span_id, field,
            max(register) AS folded,
            tupleElement(folded, 'value') AS value,
            tupleElement(folded, 'rank') AS rank,
            tupleElement(folded, 'time_us') AS time_us,
            tupleElement(folded, 'hash') AS hash
          FROM span_parts
          WHERE (project_id, trace_id, span_id) IN (
            SELECT project_id, trace_id, span_id
            FROM format(RowBinary, 'project_id String, trace_id String, span_id String', base64Decode('${keys}'))
          )
          GROUP BY project_id, trace_id, span_id, field
        )
        GROUP BY project_id, trace_id, span_id`,
    }),
    {},
  );
}

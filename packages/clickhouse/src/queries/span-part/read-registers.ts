import { z } from "zod";
import type { ClickHouse } from "../../client.ts";
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
  /** The earliest time of any event of the span. */
  earliestEventUs: number;
}

const row = z.object({
  projectId: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  fields: z.array(z.string()),
  values: z.array(z.string()),
  earliestEventUs: z.number(),
});

/** Keeps a statement below the server's default `max_query_size` of 256 KiB. */
const maxKeyBytes = 128 * 1024;

/**
 * The fold of everything stored so far for these spans. Keys travel inside the statement as base64 of
 * RowBinary, which no value can break out of: thousands of them do not fit the URL of a bound parameter.
 * The order of spans and of fields is arbitrary.
 */
export async function readRegisters(
  clickhouse: ClickHouse,
  keys: Iterable<SpanKey>,
): Promise<SpanRegisters[]> {
  const found: SpanRegisters[] = [];
  const writer = new RowBinaryWriter();
  for (const key of keys) {
    writer.string(key.projectId);
    writer.string(key.traceId);
    writer.string(key.spanId);
    if (writer.length >= maxKeyBytes) found.push(...(await readGroup(clickhouse, writer)));
  }
  if (writer.length > 0) found.push(...(await readGroup(clickhouse, writer)));
  return found;
}

async function readGroup(clickhouse: ClickHouse, writer: RowBinaryWriter): Promise<SpanRegisters[]> {
  const keys = writer.view().toString("base64");
  writer.reset();
  return clickhouse.query(
    defineQuery({
      name: "span-part.read-registers",
      params: z.object({}),
      row,
      sql: `SELECT project_id AS projectId, trace_id AS traceId, span_id AS spanId,
          groupArray(field) AS fields, groupArray(value) AS values,
          minIf(time_us, startsWith(field, 'e:')) AS earliestEventUs
        FROM (
          SELECT project_id, trace_id, span_id, field,
            max(register) AS folded,
            tupleElement(folded, 'value') AS value,
            tupleElement(folded, 'time_us') AS time_us
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

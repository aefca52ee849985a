import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { bucketOf, maxBuckets } from "../home/filters.ts";
import { notDeleted, windowOf, windowParams } from "../window.ts";

/** What arrives longer after it began, or before, is left out: the key is about starts. */
export const arrivalSlackDays = 7;
const slackUs = arrivalSlackDays * 86_400_000_000;

/** Spans that arrived in the window. */
const arrivedSpans = `FROM spans FINAL
    PREWHERE project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Micro({fromUs:Int64} - ${slackUs}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({toUs:Int64} + ${slackUs}, 'UTC')
      AND ${notDeleted}
    WHERE received_at >= fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC')
      AND received_at < fromUnixTimestamp64Micro({toUs:Int64}, 'UTC')`;

/** Refusals as they happened: an event that is sent again and refused again counts again. */
const rejectedEvents = `FROM dead_letter_arrivals FINAL
    WHERE ${windowOf("received_at")}`;

const params = windowParams.extend({ edges: z.array(z.number().int()).min(1).max(maxBuckets) });
const arrivalBucket = bucketOf("toUnixTimestamp64Second(received_at)");
const part = z.object({ bucketS: z.number(), source: z.string(), events: z.number() });

/** Spans that are stored, by when they arrived and by protocol. */
export const acceptedBySource = defineQuery({
  name: "ingestion.accepted-by-source",
  params,
  row: part,
  sql: `SELECT ${arrivalBucket} AS bucketS, source, count() AS events
    ${arrivedSpans}
    GROUP BY bucketS, source`,
});

export const rejectedBySource = defineQuery({
  name: "ingestion.rejected-by-source",
  params,
  row: part,
  sql: `SELECT ${arrivalBucket} AS bucketS, source, count() AS events
    ${rejectedEvents}
    GROUP BY bucketS, source`,
});

/** Why events were refused, the most frequent reason first. */
export const rejectsByReason = defineQuery({
  name: "ingestion.rejects-by-reason",
  params: windowParams.extend({ limit: z.number().int() }),
  row: z.object({
    code: z.string(),
    stage: z.string(),
    sources: z.array(z.string()),
    reason: z.string(),
    events: z.number(),
    lastUs: z.number(),
  }),
  sql: `SELECT code, stage,
      arraySort(groupUniqArray(10)(source)) AS sources,
      argMax(reason, received_at) AS reason,
      count() AS events,
      toUnixTimestamp64Micro(max(received_at)) AS lastUs
    ${rejectedEvents}
    GROUP BY code, stage
    ORDER BY events DESC, code
    LIMIT {limit:UInt32}`,
});

/** Who sent: a service and the instrumentation that wrote its spans. */
export const sendersInWindow = defineQuery({
  name: "ingestion.senders",
  params: windowParams.extend({ limit: z.number().int() }),
  row: z.object({
    service: z.string(),
    scope: z.string(),
    source: z.string(),
    spans: z.number(),
    unpriced: z.number(),
    lastUs: z.number(),
    // Over all senders, also those beyond the limit.
    senders: z.number(),
    allUnpriced: z.number(),
  }),
  sql: `SELECT service_name AS service, scope_name AS scope, source,
      count() AS spans,
      countIf(billable AND isNull(cost)
        AND (input_tokens > 0 OR output_tokens > 0 OR total_tokens > 0)) AS unpriced,
      toUnixTimestamp64Micro(max(received_at)) AS lastUs,
      count() OVER () AS senders,
      sum(unpriced) OVER () AS allUnpriced
    ${arrivedSpans}
    GROUP BY service, scope, source
    ORDER BY spans DESC, service, scope, source
    LIMIT {limit:UInt32}`,
});

/** The newest that can be read, whenever it began within the window. */
export const newestArrival = defineQuery({
  name: "ingestion.newest-arrival",
  params: windowParams,
  row: z.object({ total: z.number(), lastUs: z.number() }),
  sql: `SELECT count() AS total, toUnixTimestamp64Micro(max(received_at)) AS lastUs
    FROM spans
    WHERE ${windowOf("start_time")}`,
});

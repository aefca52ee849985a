import type { Filter } from "@plumbline/filters/filter";
import { parseQuery } from "@plumbline/filters/parse-query";
import type { ServiceContext } from "@plumbline/services/context";
import {
  countTraces,
  findTraces,
  getTrace,
  getTraceHistogram,
  listFacetValues,
} from "@plumbline/services/trace";
import { mainProject } from "./dataset-sql.ts";
import type { Case } from "./measure.ts";

export interface Samples {
  /** A trace of a thousand spans, and when it started. */
  bigTraceId: string;
  /** Of the vocabulary: in nearly every text, in a hundred of a week, in one span, in none. */
  commonWord: string;
  rareWord: string;
  singleWord: string;
  absentWord: string;
}

const dayMs = 86_400_000;
const pageSize = 50;

/** What the traces page and the trace page ask for. */
export function traceCases(ctx: ServiceContext, samples: Samples): Case[] {
  const matching = (days: number, query = "") => ({
    projectId: mainProject,
    from: new Date(ctx.clock.nowMs() - days * dayMs),
    to: new Date(ctx.clock.nowMs() + 300_000),
    filter: filterOf(query),
  });
  const firstPage = (name: string, days: number, query: string, targetMs?: number): Case => ({
    name,
    targetMs,
    async run() {
      const { rows } = await findTraces(ctx, { ...matching(days, query), limit: pageSize });
      return `${rows.length} traces`;
    },
  });
  const facet = (field: "model" | "env" | "user" | "name" | "cost", days: number, query = ""): Case => ({
    name: `facet ${field}, ${days} d${query === "" ? "" : `, ${query}`}`,
    targetMs: 500,
    async run() {
      const { values, exact } = await listFacetValues(ctx, { ...matching(days, query), field, limit: 50 });
      return `${values.length} values${exact ? "" : ", estimated"}`;
    },
  });
  return [
    firstPage("first page of traces, 24 h", 1, "", 300),
    firstPage("first page of traces, 7 d", 7, "", 300),
    firstPage("first page of traces, 30 d", 30, "", 300),
    firstPage("  level:ERROR, 30 d", 30, "level:ERROR", 300),
    firstPage("  error:ToolError env:staging, 30 d", 30, "error:ToolError env:staging", 300),
    ...(["model", "env", "user", "name", "cost"] as const).flatMap((field) => [
      facet(field, 1),
      facet(field, 7),
    ]),
    facet("model", 7, "level:ERROR"),
    facet("model", 30),
    firstPage("full text, common word, 7 d", 7, samples.commonWord, 2_000),
    firstPage("full text, rare word, 7 d", 7, samples.rareWord, 2_000),
    firstPage("full text, word of one span, 7 d", 7, samples.singleWord, 2_000),
    firstPage("full text, absent word, 7 d", 7, samples.absentWord, 2_000),
    {
      name: "one trace of 1,000 spans",
      targetMs: 200,
      async run() {
        const { spans } = await getTrace(ctx, { projectId: mainProject, traceId: samples.bigTraceId });
        return `${spans.length} spans`;
      },
    },
    ...[1, 7, 30].flatMap((days): Case[] => [
      {
        name: `number of traces, ${days} d`,
        async run() {
          const { total, exact } = await countTraces(ctx, matching(days));
          return `${total}${exact ? "" : ", estimated"}`;
        },
      },
      {
        name: `strip over the list, ${days} d`,
        async run() {
          const { buckets, exact } = await getTraceHistogram(ctx, matching(days));
          return `${buckets.length} buckets${exact ? "" : ", estimated"}`;
        },
      },
    ]),
  ];
}

function filterOf(query: string): Filter | null {
  const { filter, problems } = parseQuery(query);
  if (problems.length > 0) throw new Error(`The bench asks nonsense: ${query}`);
  return filter;
}

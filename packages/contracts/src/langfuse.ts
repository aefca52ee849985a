import { z } from "zod";
import { filterText } from "./langfuse-filter.ts";

/** Wire shapes of the Langfuse protocol: reference answers come from its published clients' types. */

/** The body of POST /api/public/ingestion; events are checked one by one, never as a whole. */
export interface IngestionAnswer {
  successes: Array<{ id: string; status: 201 }>;
  errors: Array<{ id: string; status: number; message: string; error?: string }>;
}

export interface PageMeta {
  page: number;
  limit: number;
  totalItems: number;
  totalPages: number;
}

/** Parts of queries. */
export const page = z.coerce.number().int().min(1).default(1);
export const limit = z.coerce.number().int().min(1).max(100).default(50);
export const time = z.iso
  .datetime({ offset: true, local: true })
  .or(z.iso.date())
  .transform((text) => new Date(/(?:Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/i.test(text) ? text : `${text}Z`));
export const text = z.string().min(1);
export const oneOrMore = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
export const commaList = z.string().transform((list) => list.split(",").map((item) => item.trim()));

export const traceFieldGroups = ["core", "io", "scores", "observations", "metrics"] as const;
export type TraceFieldGroup = (typeof traceFieldGroups)[number];

export const traceOrderFields = [
  "timestamp",
  "name",
  "userId",
  "sessionId",
  "id",
  "release",
  "version",
  "latency",
  "totalCost",
] as const;

/** `field.asc` or `field.desc`. */
const traceOrder = z.string().transform((order, context) => {
  const [field, direction] = order.split(".");
  const known = traceOrderFields.find((name) => name === field);
  const way = (["asc", "desc"] as const).find((name) => name === direction?.toLowerCase());
  if (known === undefined || way === undefined) {
    context.addIssue({
      code: "custom",
      message: `expected one of ${traceOrderFields.join(", ")} with .asc or .desc`,
    });
    return z.NEVER;
  }
  return { field: known, direction: way };
});

export const listTracesQuery = z.object({
  page,
  limit,
  userId: text.optional(),
  name: text.optional(),
  sessionId: text.optional(),
  fromTimestamp: time.optional(),
  toTimestamp: time.optional(),
  orderBy: traceOrder.optional(),
  tags: oneOrMore.optional(),
  version: text.optional(),
  release: text.optional(),
  environment: oneOrMore.optional(),
  fields: commaList.pipe(z.array(z.enum(traceFieldGroups))).optional(),
  filter: filterText.optional(),
});

export const getTraceQuery = listTracesQuery.pick({ fields: true });

export const listObservationsQuery = z.object({
  page,
  limit,
  name: text.optional(),
  userId: text.optional(),
  type: text.optional(),
  traceId: text.optional(),
  level: z.enum(["DEBUG", "DEFAULT", "WARNING", "ERROR"]).optional(),
  parentObservationId: text.optional(),
  environment: oneOrMore.optional(),
  fromStartTime: time.optional(),
  toStartTime: time.optional(),
  version: text.optional(),
  filter: filterText.optional(),
});

export const listScoresQuery = z.object({
  page,
  limit,
  userId: text.optional(),
  name: text.optional(),
  fromTimestamp: time.optional(),
  toTimestamp: time.optional(),
  environment: oneOrMore.optional(),
  source: z.enum(["API", "EVAL", "ANNOTATION"]).optional(),
  operator: z.enum(["<", ">", "<=", ">=", "=", "!="]).optional(),
  value: z.coerce.number().optional(),
  scoreIds: commaList.optional(),
  configId: text.optional(),
  sessionId: text.optional(),
  datasetRunId: text.optional(),
  traceId: text.optional(),
  observationId: commaList.optional(),
  queueId: text.optional(),
  dataType: z.enum(["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT", "CORRECTION"]).optional(),
  traceTags: oneOrMore.optional(),
  fields: commaList.pipe(z.array(z.enum(["score", "trace"]))).optional(),
  filter: filterText.optional(),
});

export interface ProjectBody {
  id: string;
  name: string;
  organization: { id: string; name: string };
  metadata: Record<string, unknown>;
  retentionDays?: number;
}

interface TraceBase {
  id: string;
  projectId: string;
  timestamp: string;
  name: string | null;
  input: unknown;
  output: unknown;
  metadata: unknown;
  userId: string | null;
  sessionId: string | null;
  release: string | null;
  version: string | null;
  environment: string;
  externalId: string | null;
  tags: string[];
  public: boolean;
  bookmarked: boolean;
  createdAt: string;
  updatedAt: string;
  htmlPath: string;
  /** Seconds. Older clients demand a number: 0 when nothing has ended, -1 when not asked for. */
  latency: number;
  /** USD. Older clients demand a number: 0 when no span has a price, -1 when not asked for. */
  totalCost: number;
}

export interface TraceListItemBody extends TraceBase {
  observations: string[];
  scores: string[];
}

export interface TraceBody extends TraceBase {
  observations: ObservationBody[];
  scores: ScoreBody[];
}

export interface ObservationBody {
  id: string;
  traceId: string;
  projectId: string;
  type: string;
  parentObservationId: string | null;
  name: string | null;
  startTime: string;
  endTime: string | null;
  completionStartTime: string | null;
  level: string;
  statusMessage: string | null;
  version: string | null;
  environment: string;
  input: unknown;
  output: unknown;
  metadata: unknown;
  model: string | null;
  modelId: string | null;
  modelParameters: unknown;
  /** Clients demand numbers in here: 0 is also "unknown"; `usageDetails` tells them apart. */
  usage: { input: number; output: number; total: number; unit: string | null };
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
  unit: string | null;
  usageDetails: Record<string, number>;
  costDetails: Record<string, number>;
  usagePricingTierId: string | null;
  usagePricingTierName: string | null;
  inputPrice: number | null;
  outputPrice: number | null;
  totalPrice: number | null;
  calculatedInputCost: number | null;
  calculatedOutputCost: number | null;
  calculatedTotalCost: number | null;
  promptId: string | null;
  promptName: string | null;
  promptVersion: number | null;
  /** Seconds. */
  latency: number | null;
  timeToFirstToken: number | null;
  createdAt: string;
  updatedAt: string;
}

export interface ScoredTraceBody {
  userId: string | null;
  tags: string[];
  environment: string;
  sessionId: string | null;
}

export interface ScoreBody {
  /** In lists, when the scored trace is there. */
  trace?: ScoredTraceBody;
  id: string;
  traceId: string | null;
  sessionId: string | null;
  observationId: string | null;
  datasetRunId: string | null;
  name: string;
  source: string;
  dataType: string;
  /** Absent for TEXT; 0 for categories and corrections, as clients demand a number there. */
  value?: number;
  stringValue?: string;
  comment: string | null;
  metadata: unknown;
  configId: string | null;
  queueId: string | null;
  authorUserId: string | null;
  environment: string;
  timestamp: string;
  createdAt: string;
  updatedAt: string;
}

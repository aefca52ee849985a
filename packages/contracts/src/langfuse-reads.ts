import { z } from "zod";
import { commaList, limit, oneOrMore, page, text, time } from "./langfuse.ts";
import { filterText } from "./langfuse-filter.ts";

/** Queries and answers of the protocol's later reads: sessions, observations v2, scores v3. */

const flag = z.enum(["true", "false"]).transform((word) => word === "true");

export const listSessionsQuery = z.object({
  page,
  limit,
  fromTimestamp: time.optional(),
  toTimestamp: time.optional(),
  environment: oneOrMore.optional(),
});

export interface SessionBody {
  id: string;
  createdAt: string;
  projectId: string;
  environment: string;
}

export const observationFieldGroups = [
  "core",
  "basic",
  "time",
  "io",
  "metadata",
  "model",
  "usage",
  "prompt",
  "metrics",
  "trace_context",
] as const;
export type ObservationFieldGroup = (typeof observationFieldGroups)[number];

export const listObservationsV2Query = z.object({
  fields: commaList.pipe(z.array(z.enum(observationFieldGroups))).optional(),
  expandMetadata: commaList.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(50),
  cursor: text.optional(),
  parseIoAsJson: flag.optional(),
  name: text.optional(),
  userId: text.optional(),
  sessionId: text.optional(),
  type: text.optional(),
  traceId: text.optional(),
  level: z.enum(["DEBUG", "DEFAULT", "WARNING", "ERROR"]).optional(),
  parentObservationId: z.string().optional(),
  isRootObservation: flag.optional(),
  environment: oneOrMore.optional(),
  version: text.optional(),
  fromStartTime: time.optional(),
  toStartTime: time.optional(),
  filter: filterText.optional(),
});

/** What is there depends on the groups asked for; ids, times and prices always are. */
export interface ObservationV2Body {
  id: string;
  traceId: string;
  startTime: string;
  endTime: string | null;
  projectId: string;
  parentObservationId: string | null;
  type: string;
  modelId: string | null;
  /** Decimal texts of USD per unit. */
  inputPrice: string | null;
  outputPrice: string | null;
  totalPrice: string | null;
  [field: string]: unknown;
}

const upperList = commaList.transform((list) => list.map((item) => item.toUpperCase()));
const scoreDataType = z.enum(["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT", "CORRECTION"]);

export const scoreFieldGroups = ["details", "subject", "annotation"] as const;
export type ScoreFieldGroup = (typeof scoreFieldGroups)[number];

export const listScoresV3Query = z
  .object({
    limit,
    cursor: text.optional(),
    fields: commaList.pipe(z.array(z.enum(scoreFieldGroups))).optional(),
    id: commaList.optional(),
    name: commaList.optional(),
    source: upperList.pipe(z.array(z.enum(["API", "EVAL", "ANNOTATION"]))).optional(),
    dataType: upperList.pipe(z.array(scoreDataType)).optional(),
    environment: commaList.optional(),
    configId: commaList.optional(),
    queueId: commaList.optional(),
    authorUserId: commaList.optional(),
    value: commaList.optional(),
    valueMin: z.coerce.number().optional(),
    valueMax: z.coerce.number().optional(),
    traceId: commaList.optional(),
    sessionId: commaList.optional(),
    observationId: commaList.optional(),
    experimentId: commaList.optional(),
    fromTimestamp: time.optional(),
    toTimestamp: time.optional(),
  })
  .superRefine((query, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: "custom", path: [name], message });
    const [dataType, ...others] = query.dataType ?? [];
    const single = others.length === 0 ? dataType : undefined;
    if (query.value !== undefined && (single === undefined || single === "TEXT" || single === "CORRECTION"))
      refuse("value", "needs one dataType of NUMERIC, BOOLEAN and CATEGORICAL");
    for (const bound of ["valueMin", "valueMax"] as const)
      if (query[bound] !== undefined && single !== "NUMERIC") refuse(bound, "needs dataType=NUMERIC");
    if (query.observationId !== undefined && query.traceId === undefined)
      refuse("observationId", "needs traceId beside it");
    const subjects = (["traceId", "sessionId", "experimentId"] as const).filter(
      (name) => query[name] !== undefined,
    );
    if (subjects.length > 1) refuse(subjects[1] ?? "", `cannot go with ${subjects[0]}`);
    for (const value of query.value ?? []) {
      if (single === "NUMERIC" && (value === "" || !Number.isFinite(Number(value))))
        refuse("value", "has to be a number");
      if (single === "BOOLEAN" && value !== "true" && value !== "false")
        refuse("value", "has to be true or false");
    }
  });

export type ScoreSubjectBody =
  | { kind: "trace"; id: string }
  | { kind: "observation"; id: string; traceId?: string }
  | { kind: "session"; id: string }
  | { kind: "experiment"; id: string };

export interface ScoreV3Body {
  id: string;
  projectId: string;
  name: string;
  source: string;
  dataType: string;
  /** As the data type says: number, boolean or text. */
  value: number | boolean | string;
  timestamp: string;
  environment: string;
  createdAt: string;
  updatedAt: string;
  comment?: string | null;
  configId?: string | null;
  metadata?: Record<string, unknown>;
  authorUserId?: string | null;
  queueId?: string | null;
  subject?: ScoreSubjectBody;
}

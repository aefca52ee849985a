import { z } from "zod";
import { limit, type PageMeta, page, time } from "./langfuse.ts";

/** Wire shapes of what the Langfuse protocol stores by request. Fields that are not listed are ignored. */

/** JSON of any kind; null is the same as absent. */
const json = z
  .unknown()
  .nullish()
  .transform((value) => (value === null || value === undefined ? undefined : (value as JsonBody)));
/** null is the same as absent. */
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);
const text = z.string().min(1);
const query = z.string().min(1).optional();

export type JsonBody = string | number | boolean | JsonBody[] | { [key: string]: JsonBody | null };

export const pageQuery = z.object({ page, limit });

export interface PagedBody<Body> {
  data: Body[];
  meta: PageMeta;
}

// Datasets

export const createDatasetBody = z.object({
  name: text,
  description: optional(z.string()),
  metadata: json,
  inputSchema: json,
  expectedOutputSchema: json,
});

export const createDatasetItemBody = z.object({
  datasetName: text,
  id: optional(text),
  input: json,
  expectedOutput: json,
  metadata: json,
  sourceTraceId: optional(text),
  sourceObservationId: optional(text),
  status: optional(z.enum(["ACTIVE", "ARCHIVED"])),
});

export const listDatasetItemsQuery = pageQuery.extend({
  datasetName: query,
  sourceTraceId: query,
  sourceObservationId: query,
  version: time.optional(),
});

export const createDatasetRunItemBody = z.object({
  runName: text,
  runDescription: optional(z.string()),
  metadata: json,
  datasetItemId: text,
  traceId: optional(text),
  observationId: optional(text),
  datasetVersion: optional(time),
  createdAt: optional(time),
});

export const listDatasetRunItemsQuery = pageQuery.extend({ datasetId: text, runName: text });

export interface DatasetBody {
  id: string;
  projectId: string;
  name: string;
  description: string | null;
  metadata: unknown;
  inputSchema: unknown;
  expectedOutputSchema: unknown;
  createdAt: string;
  updatedAt: string;
}

export interface MediaReferenceBody {
  field: "input" | "expectedOutput" | "metadata";
  referenceString: string;
  jsonPath: string;
  media: { mediaId: string; contentType: string; contentLength: number; url: string; urlExpiry: string };
}

export interface DatasetItemBody {
  id: string;
  status: "ACTIVE" | "ARCHIVED";
  input: unknown;
  expectedOutput: unknown;
  metadata: unknown;
  sourceTraceId: string | null;
  sourceObservationId: string | null;
  datasetId: string;
  datasetName: string;
  createdAt: string;
  updatedAt: string;
  mediaReferences: MediaReferenceBody[];
}

// Prompts

export const createPromptBody = z.object({
  name: text,
  type: z.enum(["text", "chat"]).default("text"),
  prompt: z.unknown(),
  labels: optional(z.array(z.string())),
  /** Of old clients: the label production. */
  isActive: optional(z.boolean()),
  tags: optional(z.array(z.string())),
  config: json,
  commitMessage: optional(z.string()),
});

export const labelPromptBody = z.object({ newLabels: z.array(z.string()) });

const version = z.coerce.number().int().min(1).max(2_147_483_647);

export const promptQuery = z.object({ version: version.optional(), label: query });

export const getPromptQuery = promptQuery.extend({
  resolve: z
    .enum(["true", "false"])
    .default("true")
    .transform((value) => value === "true"),
});

/** The first generation names the prompt in the query. */
export const namedPromptQuery = getPromptQuery.extend({ name: text });

export const listPromptsQuery = promptQuery.extend({
  page,
  limit: z.coerce.number().int().min(1).max(100).default(10),
  name: query,
  tag: query,
  fromUpdatedAt: time.optional(),
  toUpdatedAt: time.optional(),
});

export const promptPath = z.object({ version });

export interface PromptBody {
  id: string;
  createdAt: string;
  updatedAt: string;
  projectId: string;
  /** A user id, or "API". */
  createdBy: string;
  prompt: unknown;
  name: string;
  version: number;
  type: "text" | "chat";
  isActive: boolean;
  config: unknown;
  tags: string[];
  labels: string[];
  commitMessage: string | null;
  resolutionGraph: unknown;
}

// Score configs

const category = z.object({ label: text, value: z.number() });

export const createScoreConfigBody = z.object({
  name: text,
  dataType: z.enum(["NUMERIC", "BOOLEAN", "CATEGORICAL", "TEXT"]),
  categories: optional(z.array(category)),
  minValue: optional(z.number()),
  maxValue: optional(z.number()),
  description: optional(z.string()),
});

export const updateScoreConfigBody = z.object({
  isArchived: optional(z.boolean()),
  name: optional(text),
  categories: optional(z.array(category)),
  minValue: z.number().nullish(),
  maxValue: z.number().nullish(),
  description: z.string().nullish(),
});

export interface ScoreConfigBody {
  id: string;
  projectId: string;
  name: string;
  dataType: "NUMERIC" | "BOOLEAN" | "CATEGORICAL" | "TEXT";
  isArchived: boolean;
  minValue: number | null;
  maxValue: number | null;
  categories?: Array<z.output<typeof category>>;
  description: string | null;
  createdAt: string;
  updatedAt: string;
}

// Models

const price = optional(z.number().min(0));

export const createModelBody = z.object({
  modelName: text,
  matchPattern: text,
  startDate: optional(time),
  unit: optional(z.enum(["CHARACTERS", "TOKENS", "MILLISECONDS", "SECONDS", "IMAGES", "REQUESTS"])),
  inputPrice: price,
  outputPrice: price,
  totalPrice: price,
  pricingTiers: optional(
    z.array(
      z.object({
        name: text,
        isDefault: optional(z.boolean()),
        conditions: z.array(z.unknown()).default([]),
        prices: z.record(z.string(), z.number().min(0)),
      }),
    ),
  ),
});

/** Prices are USD per unit, as numbers: the protocol has no decimals. */
export interface ModelBody {
  id: string;
  modelName: string;
  matchPattern: string;
  startDate: string | null;
  unit: "TOKENS";
  inputPrice: number | null;
  outputPrice: number | null;
  totalPrice: null;
  tokenizerId: null;
  tokenizerConfig: null;
  isLangfuseManaged: boolean;
  createdAt: string;
  prices: Record<string, { price: number }>;
  pricingTiers: Array<{
    id: string;
    name: string;
    isDefault: boolean;
    priority: number;
    conditions: never[];
    prices: Record<string, number>;
  }>;
}

// Comments

const objectType = z
  .string()
  .transform((value) => value.toUpperCase())
  .pipe(z.enum(["TRACE", "OBSERVATION", "SESSION", "PROMPT"]));

export const createCommentBody = z.object({
  projectId: optional(z.string()),
  objectType,
  objectId: text,
  content: text.max(5_000),
  authorUserId: optional(text),
});

export const listCommentsQuery = pageQuery.extend({
  objectType: objectType.optional(),
  objectId: query,
  authorUserId: query,
});

export interface CommentBody {
  id: string;
  projectId: string;
  createdAt: string;
  updatedAt: string;
  objectType: z.output<typeof objectType>;
  objectId: string;
  content: string;
  authorUserId: string | null;
}

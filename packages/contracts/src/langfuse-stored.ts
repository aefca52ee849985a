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
const modelUnits = ["CHARACTERS", "TOKENS", "MILLISECONDS", "SECONDS", "IMAGES", "REQUESTS"] as const;

const usageCondition = z.object({
  usageDetailPattern: text,
  operator: z.enum(["gt", "gte", "lt", "lte", "eq", "neq"]),
  value: z.number(),
  caseSensitive: z.boolean().default(false),
});
const attributeCondition = z.object({
  source: z.enum(["model_parameters", "metadata"]),
  key: text,
  operator: z.literal("in"),
  values: z.array(z.string()),
});

const pricingTier = z.object({
  name: text,
  isDefault: z.boolean().default(false),
  priority: z.number().int().min(0),
  conditions: z.array(z.union([usageCondition, attributeCondition])).default([]),
  prices: z.record(text, z.number().min(0)),
});
export type PricingTierInput = z.output<typeof pricingTier>;

export const createModelBody = z.object({
  modelName: text,
  matchPattern: text,
  startDate: optional(time),
  unit: optional(z.enum(modelUnits)),
  inputPrice: price,
  outputPrice: price,
  totalPrice: price,
  tokenizerId: optional(z.enum(["openai", "claude"])),
  tokenizerConfig: json,
  pricingTiers: optional(z.array(pricingTier).max(20)),
});

/** A definition as it lies in the store: what was given, and null for the rest. */
export const modelDefinition = z.object({
  modelName: z.string(),
  matchPattern: z.string(),
  startDate: z.string().nullable(),
  unit: z.enum(modelUnits),
  inputPrice: z.number().nullable(),
  outputPrice: z.number().nullable(),
  totalPrice: z.number().nullable(),
  tokenizerId: z.string().nullable(),
  tokenizerConfig: z.unknown(),
  pricingTiers: z.array(pricingTier),
});
export type ModelDefinition = z.output<typeof modelDefinition>;

/** Prices are USD per unit, as numbers: the protocol has no decimals. */
export interface ModelBody extends Omit<ModelDefinition, "pricingTiers"> {
  id: string;
  isLangfuseManaged: boolean;
  createdAt: string;
  prices: Record<string, { price: number }>;
  pricingTiers: Array<PricingTierInput & { id: string }>;
  /** Ours: what of the definition calls are not priced by, and why. Empty when all of it counts. */
  notPriced: string[];
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

import { z } from "zod";
import { time } from "./langfuse.ts";

/** What clients of the Langfuse protocol may upload. */
export const mediaContentTypes = [
  ...["png", "jpeg", "jpg", "webp", "gif", "svg+xml", "tiff", "bmp", "avif", "heic"].map(
    (type) => `image/${type}`,
  ),
  ...["mpeg", "mp3", "wav", "ogg", "oga", "aac", "mp4", "flac", "opus", "webm"].map(
    (type) => `audio/${type}`,
  ),
  ...["mp4", "webm", "ogg", "mpeg", "quicktime", "x-msvideo", "x-matroska"].map((type) => `video/${type}`),
  ...["plain", "html", "css", "csv", "markdown", "x-python", "x-typescript"].map((type) => `text/${type}`),
  ...["javascript", "x-yaml", "pdf", "msword", "vnd.ms-excel", "zip", "json", "xml", "octet-stream"].map(
    (type) => `application/${type}`,
  ),
  ...["rtf", "x-ndjson", "vnd.apache.parquet", "gzip", "x-tar", "x-7z-compressed"].map(
    (type) => `application/${type}`,
  ),
  ...["spreadsheetml.sheet", "wordprocessingml.document", "presentationml.presentation"].map(
    (type) => `application/vnd.openxmlformats-officedocument.${type}`,
  ),
];

const text = z.string().min(1).max(800);
const optional = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

export const announceMediaBody = z
  .object({
    traceId: optional(text),
    observationId: optional(text),
    datasetId: optional(text),
    datasetItemId: optional(text),
    contentType: z
      .string()
      .refine((type) => mediaContentTypes.includes(type), "not a content type that is accepted"),
    contentLength: z.number().int().min(1),
    /** Base64 of 32 bytes. */
    sha256Hash: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
    field: z.enum(["input", "output", "metadata", "expectedOutput"]),
  })
  .refine(
    ({ traceId, datasetId, datasetItemId }) =>
      (traceId !== undefined) !== (datasetId !== undefined && datasetItemId !== undefined),
    "expected a traceId, or a datasetId with a datasetItemId",
  )
  .refine(
    ({ traceId, field }) => field !== (traceId === undefined ? "output" : "expectedOutput"),
    "the field does not fit what the media belongs to",
  );

export const reportMediaBody = z.object({
  uploadedAt: time,
  uploadHttpStatus: z.number().int().min(0).max(999),
  uploadHttpError: optional(z.string()),
  uploadTimeMs: optional(z.number()),
});

export interface MediaBody {
  mediaId: string;
  contentType: string;
  contentLength: number;
  uploadedAt: string;
  url: string;
  urlExpiry: string;
}

import { z } from "zod";

/** PostgreSQL stores no NUL bytes. */
export const projectName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((name) => !name.includes("\0"));

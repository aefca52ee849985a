import type { Prisma } from "@plumbline/db/client";
import { z } from "zod";

/** Any JSON but null, as PostgreSQL takes it. Texts keep their NULs: the columns are json, not jsonb. */
export const jsonValue: z.ZodType<Prisma.InputJsonValue, Prisma.InputJsonValue> =
  z.custom<Prisma.InputJsonValue>(
    (value) =>
      value !== null && value !== undefined && typeof value !== "function" && typeof value !== "symbol",
  );

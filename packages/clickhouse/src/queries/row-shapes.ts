import { z } from "zod";

/** Map columns as the server sent them: z.record would drop a key like "__proto__". */
export const textMap = z.custom<Record<string, string>>(isObject, "expected a map");
export const numberMap = z.custom<Record<string, number>>(isObject, "expected a map");

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

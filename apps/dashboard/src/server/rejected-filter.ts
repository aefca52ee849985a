import { z } from "zod";
import { everyHour } from "../features/rejected/rejected-hours.ts";

const hourMs = 3_600_000;

export const rejectedFilter = z.object({
  code: z.string().max(200).optional(),
  source: z.string().max(100).optional(),
  text: z.string().max(1_000).optional(),
  /** By the last arrival; the end of the window is the moment of the question. */
  lastHours: z.coerce.number().int().min(1).max(everyHour).optional(),
});

/** Empty fields of a form ask for nothing. */
export function toRejectedWindow(wanted: z.output<typeof rejectedFilter>, nowMs: number) {
  const { lastHours, ...rest } = wanted;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ""));
  return { ...given, from: new Date(nowMs - (lastHours ?? everyHour) * hourMs) };
}

import { z } from "zod";

/** Every read names a project and a half-open time window, in microseconds since the epoch. */
export const windowParams = z.object({
  projectId: z.string(),
  fromUs: z.number().int(),
  toUs: z.number().int(),
});

/** Leaves out what was deleted and may still be stored, or was written anew by a late event. */
export const notDeleted = `trace_id NOT IN (
        SELECT trace_id FROM deleted_traces FINAL WHERE project_id = {projectId:String})`;

/** The rows of spans and span_io that a read may see. */
export const spanWindow = `${windowOf("start_time")}
      AND ${notDeleted}`;

export function windowOf(column: string): string {
  return `project_id = {projectId:String}
      AND ${column} >= fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC')
      AND ${column} < fromUnixTimestamp64Micro({toUs:Int64}, 'UTC')`;
}

/** Joins the conditions whose parameter is given. */
export function conditions(parts: ReadonlyArray<[given: boolean, sql: string]>): string {
  return parts
    .filter(([given]) => given)
    .map(([, sql]) => ` AND ${sql}`)
    .join("");
}

export const countRow = z.object({ total: z.number() });

import { z } from "zod";

/** Every read names a project and a half-open time window, in microseconds since the epoch. */
export const windowParams = z.object({
  projectId: z.string(),
  fromUs: z.number().int(),
  toUs: z.number().int(),
});

export const spanWindow = windowOf("start_time");

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

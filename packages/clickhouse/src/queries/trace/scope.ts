import { notDeleted } from "../window.ts";

/**
 * Rows of traces that start in the window may lie this far before it (the row of a trace may be younger
 * than its first span) and after it.
 */
export const slackUs = 86_400_000_000;

/** The rows of `spans` and `span_io` that may belong to a trace of the window [fromUs, toUs). */
export const spanScope = scopeWithin(slackUs);

function scopeWithin(us: number): string {
  return `project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Micro({fromUs:Int64} - ${us}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({toUs:Int64} + ${us}, 'UTC')
      AND ${notDeleted}`;
}

/** What an answer is read from. */
export interface Sample {
  /** Looks at one trace in so many, chosen by their ids. */
  oneIn: number;
  /** Leaves out what lies more than an hour outside the window, which few traces reach. */
  near: boolean;
}

export const everyTrace: Sample = { oneIn: 1, near: false };

export const nearUs = 3_600_000_000;

export function sampleScope({ oneIn, near }: Sample): string {
  const scope = near ? scopeWithin(nearUs) : spanScope;
  return oneIn === 1 ? scope : `${scope}\n      AND cityHash64(trace_id) % ${oneIn} = 0`;
}

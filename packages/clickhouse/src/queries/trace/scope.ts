import { notDeleted } from "../window.ts";

/**
 * Rows of traces that start in the window may lie this far before it (the row of a trace may be younger
 * than its first span) and after it.
 */
export const slackUs = 86_400_000_000;

/** The rows of `spans` and `span_io` that may belong to a trace of the window [fromUs, toUs). */
export const spanScope = `project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Micro({fromUs:Int64} - ${slackUs}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({toUs:Int64} + ${slackUs}, 'UTC')
      AND ${notDeleted}`;

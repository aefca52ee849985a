import { notDeleted } from "../window.ts";

/** So many that a day and its night both have some in any window, and so few that each is worth reading. */
const stripes = 32;

/**
 * Every so manieth moment of the window, in even stripes of time: unlike a choice by ids, what is left
 * out is not read. 1 is the whole window.
 */
export function windowStripes(oneIn: number): string {
  const edge = (place: number) =>
    `fromUnixTimestamp64Micro({fromUs:Int64} + intDiv(({toUs:Int64} - {fromUs:Int64}) * ${place}, ${stripes * oneIn}), 'UTC')`;
  const parts =
    oneIn === 1
      ? [[0, stripes] as const]
      : Array.from({ length: stripes }, (_none, number) => [number * oneIn, number * oneIn + 1] as const);
  return `project_id = {projectId:String}
      AND (${parts.map(([from, to]) => `(start_time >= ${edge(from)} AND start_time < ${edge(to)})`).join(" OR ")})`;
}

export function spanStripes(oneIn: number): string {
  return `${windowStripes(oneIn)}
      AND ${notDeleted}`;
}

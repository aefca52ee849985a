import type { QueryProblem } from "@plumbline/filters/parse-query";

/** While somebody types, what lies under the caret or is not yet ended is no mistake. `caret` null: nobody does. */
export function shownProblems(problems: readonly QueryProblem[], caret: number | null): QueryProblem[] {
  return problems.filter(
    ({ from, to, unfinished }) => caret === null || (!unfinished && (caret < from || caret > to)),
  );
}

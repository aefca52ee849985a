import { isFieldName } from "./fields.ts";
import type { Filter } from "./filter.ts";

export interface QueryProblem {
  /** Positions in the text, half-open, in UTF-16 code units. */
  from: number;
  to: number;
  message: string;
}

export interface ParsedQuery {
  /** null: everything. What could not be understood is never left out silently: see `problems`. */
  filter: Filter | null;
  problems: QueryProblem[];
}

/** The text of the query bar, and of the `q` in an address, as a filter. */
export function parseQuery(text: string): ParsedQuery {
  const operands: Filter[] = [];
  const problems: QueryProblem[] = [];
  for (const match of text.matchAll(/\S+/g)) {
    const [term] = match;
    const colon = term.indexOf(":");
    const name = term.slice(0, colon);
    if (colon < 0) operands.push({ type: "text", words: term, phrase: false });
    else if (isFieldName(name)) {
      operands.push({ type: "compare", field: name, operator: "is", values: [term.slice(colon + 1)] });
    } else {
      problems.push({
        from: match.index,
        to: match.index + term.length,
        message: `There is no field "${name}".`,
      });
    }
  }
  const [only] = operands;
  return { filter: operands.length > 1 ? { type: "and", operands } : (only ?? null), problems };
}

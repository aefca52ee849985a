import type { QueryProblem } from "@plumbline/filters/parse-query";
import { readTokens, type Token } from "@plumbline/filters/tokens";

export interface TextPart {
  from: number;
  text: string;
  kind: Token["kind"] | null;
  wrong: boolean;
}

/** The text cut wherever its looks change; the parts joined are the text. */
export function markText(text: string, problems: readonly QueryProblem[]): TextPart[] {
  const tokens = readTokens(text);
  const cuts = new Set([0, text.length]);
  for (const { from, to } of [...tokens, ...problems]) cuts.add(from).add(Math.min(to, text.length));
  const places = [...cuts].toSorted((a, b) => a - b);
  let next = 0;
  return places.slice(0, -1).map((from, index) => {
    while ((tokens[next]?.to ?? Number.POSITIVE_INFINITY) <= from) next++;
    const token = tokens[next];
    return {
      from,
      text: text.slice(from, places[index + 1]),
      kind: token && token.from <= from ? token.kind : null,
      wrong: problems.some((problem) => problem.from <= from && from < problem.to),
    };
  });
}

import { formatExact, type TimeZone } from "../../format/time.ts";
import type { Score } from "../../trpc/types.ts";
import { ScoreValue } from "./span-facts.tsx";

interface ScoreListProps {
  scores: readonly Score[];
  zone: TimeZone;
}

const sources: Record<Score["source"], string> = {
  API: "from the API",
  EVAL: "by an evaluator",
  ANNOTATION: "by a person",
};

export function ScoreList({ scores, zone }: ScoreListProps) {
  if (scores.length === 0) return null;
  return (
    <section aria-label="Scores">
      <h3 className="mb-1.5 text-xs font-medium text-soft">Scores</h3>
      <ul className="divide-y rounded-lg border">
        {scores.map((score) => (
          <li key={score.id} className="px-3 py-1.5">
            <p className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate">
                {score.name} <span className="text-xs text-faint">{sources[score.source]}</span>
              </span>
              <span
                suppressHydrationWarning
                className="font-medium"
                title={formatExact(Date.parse(score.timestamp), zone)}
              >
                <ScoreValue value={score.value} stringValue={score.stringValue} />
              </span>
            </p>
            {score.comment && (
              <p className="text-xs break-words whitespace-pre-wrap text-soft">{score.comment}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

import { CircleCheck, CirclePause, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReplicaWords } from "./replica-state.ts";

const marks = {
  up: { icon: CircleCheck, look: "text-accent" },
  starting: { icon: LoaderCircle, look: "text-soft" },
  trouble: { icon: TriangleAlert, look: "text-warning" },
  down: { icon: CircleX, look: "text-error" },
  out: { icon: CirclePause, look: "text-soft" },
} as const;

/** The state in words, with a mark whose shape says it too. */
export function StateMark({ state }: { state: ReplicaWords }) {
  const { icon: Icon, look } = marks[state.mark];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap ${look}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {state.words}
    </span>
  );
}

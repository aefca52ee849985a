import { Inbox } from "lucide-react";
import Link from "next/link";
import { EmptyState } from "../../components/empty-state.tsx";
import { Button, buttonStyle } from "../../components/ui/button.tsx";
import { type ReviewShow, useReviewShow } from "./use-reviews-params.ts";

const example = `degrade:
  - when: exhausted
    action:
      type: handover
      text: A colleague will answer you.`;

const titles: Record<Exclude<ReviewShow, "open">, string> = {
  mine: "You have taken nothing",
  taken: "Nobody has taken anything",
  done: "Nothing is resolved yet",
};

/** Nothing of the kind, or nobody waits: then how calls come here. */
export function ReviewsEmpty({ projectId }: { projectId: string }) {
  const [show, setShow] = useReviewShow();
  if (show !== "open") {
    return (
      <EmptyState icon={<Inbox />} title={titles[show]} text="What waits for somebody is under Open.">
        <Button size="medium" look="solid" onClick={() => void setShow("open")}>
          Show open ones
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<Inbox />}
      title="Nobody waits for a person"
      text={
        <>
          A call that the gateway hands over to a person stands here within a minute or two. A pool does so by
          its policy; docs/gateway.md tells more.
          <pre className="scroll-thin mt-3 overflow-x-auto rounded-md border bg-surface p-3 text-left font-mono text-xs text-text">
            {example}
          </pre>
        </>
      }
    >
      <Link
        href={`/project/${encodeURIComponent(projectId)}/gateway/pools`}
        className={buttonStyle({ size: "medium", look: "solid" })}
      >
        Edit pools
      </Link>
    </EmptyState>
  );
}

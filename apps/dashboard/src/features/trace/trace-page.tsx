"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ArrowLeft, ChevronDown, ChevronUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { useKeys } from "../keys/keys.tsx";
import { cameFromList, lastListAddress } from "../traces/list-memory.ts";
import { neighboursOf } from "../traces/list-order.ts";
import { TracePanel } from "./trace-panel.tsx";

interface TracePageProps {
  projectId: string;
  traceId: string;
}

export function TracePage({ projectId, traceId }: TracePageProps) {
  const router = useRouter();
  const back = () => (cameFromList() ? router.back() : router.push(lastListAddress(projectId)));
  const neighbours = useNeighbours({ projectId, traceId });
  useKeys([
    { key: "Escape", group: "Trace", does: "Back to the list", run: back },
    ...(neighbours
      ? ([
          { key: "J", group: "Trace", does: "Next trace of the list", run: () => neighbours.go("next") },
          {
            key: "K",
            group: "Trace",
            does: "Previous trace of the list",
            run: () => neighbours.go("previous"),
          },
        ] as const)
      : []),
  ]);
  return (
    <TracePanel
      projectId={projectId}
      traceId={traceId}
      onBack={back}
      lead={
        <Button
          title="Back to the list (Esc)"
          look="quiet"
          size="icon"
          aria-label="Back to the list"
          onClick={back}
          className="-ml-1.5"
        >
          <ArrowLeft aria-hidden />
        </Button>
      }
      trail={neighbours && <NeighbourButtons {...neighbours} />}
    />
  );
}

type Direction = "previous" | "next";

/** The traces before and after this one in the list that was left; null when it came from elsewhere. */
function useNeighbours({ projectId, traceId }: TracePageProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const neighbours = neighboursOf(projectId, traceId);
  const next = neighbours?.next;
  useEffect(() => {
    if (next) void client.prefetchQuery(trpc.trace.get.queryOptions({ projectId, traceId: next }));
  }, [client, trpc, projectId, next]);
  if (!neighbours) return null;
  return {
    ...neighbours,
    go: (direction: Direction) => {
      const target = neighbours[direction];
      if (target === null) return;
      const { searchParams } = new URL(location.href);
      const view = searchParams.get("view");
      const path = `/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(target)}`;
      router.replace(view ? `${path}?view=${encodeURIComponent(view)}` : path);
    },
  };
}

type Neighbours = NonNullable<ReturnType<typeof useNeighbours>>;

function NeighbourButtons({ previous, next, go }: Neighbours) {
  return (
    <span className="flex">
      <Button
        title="Previous trace of the list (K)"
        look="quiet"
        size="icon"
        aria-label="Previous trace of the list"
        disabled={previous === null}
        onClick={() => go("previous")}
      >
        <ChevronUp aria-hidden />
      </Button>
      <Button
        title="Next trace of the list (J)"
        look="quiet"
        size="icon"
        aria-label="Next trace of the list"
        disabled={next === null}
        onClick={() => go("next")}
      >
        <ChevronDown aria-hidden />
      </Button>
    </span>
  );
}

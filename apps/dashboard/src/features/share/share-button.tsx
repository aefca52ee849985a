"use client";

import { useQuery } from "@tanstack/react-query";
import { Share2 } from "lucide-react";
import { lazy } from "react";
import { classNames } from "../../components/class-names.ts";
import { Deferred } from "../../components/deferred.tsx";
import { buttonStyle } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { useProject } from "../project/use-project.ts";

const loadDialog = () => import("./share-dialog.tsx");
const ShareDialog = lazy(async () => ({ default: (await loadDialog()).ShareDialog }));

interface ShareButtonProps {
  projectId: string;
  traceId: string;
}

/** Says that a trace is shared, and opens what makes and ends its link for those who may. */
export function ShareButton({ projectId, traceId }: ShareButtonProps) {
  const trpc = useTRPC();
  const { can } = useProject(projectId);
  const share = useQuery(trpc.traceShare.get.queryOptions({ projectId, traceId }));
  const isShared = share.data !== undefined && share.data !== null;
  if (!can("traces:share")) {
    if (!isShared) return null;
    return (
      <span
        title="Whoever has its link can see this trace"
        className="inline-flex h-7 items-center gap-1 rounded-full bg-selected px-2 text-xs font-medium text-accent"
      >
        <Share2 aria-hidden className="size-3.5" />
        Shared
      </span>
    );
  }
  return (
    <Deferred
      popup="dialog"
      preload={loadDialog}
      trigger={
        <button
          type="button"
          title={isShared ? "Shared: whoever has the link can see this trace" : "Share by a public link"}
          aria-label={isShared ? "Shared by a public link" : "Share by a public link"}
          className={classNames(
            buttonStyle({ size: isShared ? "small" : "icon" }),
            isShared && "bg-selected text-accent",
          )}
        >
          <Share2 aria-hidden />
          {isShared && <span className="@max-xl/trace:hidden">Shared</span>}
        </button>
      }
    >
      {(part) => <ShareDialog {...part} projectId={projectId} traceId={traceId} share={share} />}
    </Deferred>
  );
}

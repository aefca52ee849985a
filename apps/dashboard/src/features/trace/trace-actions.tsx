"use client";

import { BookmarkToggle } from "../bookmark/bookmark-toggle.tsx";
import { CommentsButton } from "../comments/comments-button.tsx";
import { ShareButton } from "../share/share-button.tsx";
import { DownloadTrace } from "./download-trace.tsx";

interface TraceActionsProps {
  projectId: string;
  traceId: string;
}

/** What can be done with a trace, at the right of its header; the quickest last. */
export function TraceActions(trace: TraceActionsProps) {
  return (
    <>
      <ShareButton {...trace} />
      <CommentsButton {...trace} />
      <BookmarkToggle {...trace} />
      <DownloadTrace />
    </>
  );
}

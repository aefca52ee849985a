"use client";

import { MessageSquare } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { formatCount, formatInteger } from "../../format/number.ts";
import { useKeys } from "../keys/keys.tsx";
import { useComments } from "./use-comments.ts";
import { useCommentsOpen } from "./use-comments-open.ts";

interface CommentsButtonProps {
  projectId: string;
  traceId: string;
}

export function CommentsButton({ projectId, traceId }: CommentsButtonProps) {
  const [open, setOpen] = useCommentsOpen();
  const count = useComments(projectId, traceId).data?.length ?? 0;
  const toggle = () => void setOpen(open ? null : true);
  useKeys([{ key: "C", group: "Trace", does: "Show or hide the comments", run: toggle }]);
  return (
    <Button
      size={count > 0 ? "small" : "icon"}
      title={`${count > 0 ? formatCount(count, "comment") : "Comments"} (C)`}
      aria-label={count > 0 ? `Comments, ${formatInteger(count)}` : "Comments"}
      aria-expanded={open}
      onClick={toggle}
      className="aria-expanded:bg-selected"
    >
      <MessageSquare aria-hidden />
      {count > 0 && <span className="tabular-nums">{formatInteger(count)}</span>}
    </Button>
  );
}

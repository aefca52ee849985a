import { Bug, CircleX, LoaderCircle, TriangleAlert } from "lucide-react";
import type { Span } from "../trpc/types.ts";
import { classNames } from "./class-names.ts";

interface LevelIconProps {
  level: Span["level"];
  running?: boolean;
  className?: string;
}

/** Says by shape and by word what colour alone would not: error, warning, debug, still running. */
export function LevelIcon({ level, running = false, className }: LevelIconProps) {
  if (level === "ERROR")
    return <Mark icon={CircleX} word="Error" className={classNames("text-error", className)} />;
  if (level === "WARNING") {
    return <Mark icon={TriangleAlert} word="Warning" className={classNames("text-warning", className)} />;
  }
  if (running) {
    return (
      <Mark
        icon={LoaderCircle}
        word="Running"
        className={classNames("animate-spin text-accent [animation-duration:2.4s]", className)}
      />
    );
  }
  if (level === "DEBUG")
    return <Mark icon={Bug} word="Debug" className={classNames("text-faint", className)} />;
  return null;
}

function Mark({ icon: Icon, word, className }: { icon: typeof Bug; word: string; className: string }) {
  return (
    <span title={word} className="inline-flex shrink-0">
      <Icon aria-hidden className={classNames("size-3.5", className)} />
      <span className="sr-only">{word}: </span>
    </span>
  );
}

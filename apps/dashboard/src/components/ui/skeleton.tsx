import { classNames } from "../class-names.ts";

export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={classNames(
        "block h-2.5 animate-[pulse-soft_1.6s_ease-in-out_infinite] rounded-sm bg-line",
        className,
      )}
    />
  );
}

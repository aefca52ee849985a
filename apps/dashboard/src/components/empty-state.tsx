import type { ReactNode } from "react";

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  text: ReactNode;
  /** The next step. */
  children?: ReactNode;
}

/** In place of a list: why there is nothing, and what to do about it. */
export function EmptyState({ icon, title, text, children }: EmptyStateProps) {
  return (
    <div className="grid flex-1 place-items-center p-6 text-center">
      <div className="max-w-md">
        <span
          aria-hidden
          className="mx-auto mb-3 grid size-9 place-items-center rounded-lg border text-faint [&_svg]:size-4.5"
        >
          {icon}
        </span>
        <h2 className="text-base font-semibold">{title}</h2>
        <div className="mt-1 break-words text-balance text-soft">{text}</div>
        {children && <div className="mt-4 flex flex-wrap justify-center gap-2">{children}</div>}
      </div>
    </div>
  );
}

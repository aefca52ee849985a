import type { ReactNode } from "react";

interface CardProps {
  icon: ReactNode;
  title: string;
  id?: string | null;
  caption?: string;
  state?: ReactNode;
  children: ReactNode;
}

/** Something in a message that is not its text. */
export function Card({ icon, title, id, caption, state, children }: CardProps) {
  return (
    <div className="rounded-md border bg-canvas px-2.5 py-1.5">
      <div className="mb-0.5 flex items-center gap-1.5 text-xs [&_svg]:size-3.5 [&_svg]:shrink-0 [&_svg]:text-(--kind-tool)">
        <span aria-hidden className="flex">
          {icon}
        </span>
        {caption && <span className="shrink-0 text-soft">{caption}</span>}
        <span className="truncate font-medium">{title}</span>
        {state}
        {id && (
          <span title={id} className="ml-auto truncate pl-2 font-mono text-2xs text-faint">
            {id}
          </span>
        )}
      </div>
      {children}
    </div>
  );
}

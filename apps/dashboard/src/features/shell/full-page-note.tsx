import type { ReactNode } from "react";
import { Logo } from "./logo.tsx";

interface FullPageNoteProps {
  title: string;
  text: ReactNode;
  children?: ReactNode;
}

/** One message in the middle of an otherwise empty page. */
export function FullPageNote({ title, text, children }: FullPageNoteProps) {
  return (
    <div className="grid min-h-full flex-1 place-items-center p-6 text-center">
      <div className="max-w-sm">
        <Logo className="mx-auto mb-4 size-7" />
        <h1 className="text-base font-semibold">{title}</h1>
        <p className="mt-1 text-soft">{text}</p>
        {children && <div className="mt-4 flex justify-center gap-2">{children}</div>}
      </div>
    </div>
  );
}

import type { ReactNode } from "react";
import { classNames } from "../../components/class-names.ts";
import { buttonStyle } from "../../components/ui/button.tsx";

interface EntryPageProps {
  title: string;
  /** One line below the title. */
  lead?: ReactNode;
  children: ReactNode;
  /** Other ways on, below the card. */
  footer?: ReactNode;
}

/** The one form of a page that people see before they are in. */
export function EntryPage({ title, lead, children, footer }: EntryPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center overflow-x-hidden bg-chrome p-4 py-16">
      <div className="w-full max-w-88">
        <Plumb />
        <h1 className="mt-3 text-center text-lg font-semibold tracking-tight text-balance">{title}</h1>
        {lead && <p className="mt-1 text-center text-balance text-soft">{lead}</p>}
        <div className="mt-6 rounded-xl bg-raised p-5 shadow-popup">{children}</div>
        {footer && <div className="mt-4 space-y-1 text-center text-xs text-soft">{footer}</div>}
      </div>
    </main>
  );
}

/** The line that the product is named after, hanging from the top of the page. */
function Plumb() {
  return (
    <div aria-hidden className="relative mx-auto w-4">
      <span className="absolute bottom-full left-1/2 h-[50dvh] w-px -translate-x-1/2 bg-linear-to-b from-transparent to-line-strong" />
      <svg viewBox="0 0 16 20" className="w-4">
        <path d="M1 0h14c0 8-3.5 12-7 20C4.5 12 1 8 1 0z" fill="var(--accent)" />
      </svg>
    </div>
  );
}

export const linkStyle =
  "rounded font-medium text-text underline decoration-line-strong underline-offset-2 hover:decoration-text";

/** A second choice on the card, whose own border would fade there in the dark. */
export const secondStyle = classNames(
  buttonStyle({ size: "large" }),
  "w-full border-line-strong/60 bg-transparent",
);

import type { ReactNode, Ref } from "react";

interface SettingsHeadProps {
  title: string;
  text: ReactNode;
  /** For pages that give the focus back to their head. */
  headingRef?: Ref<HTMLHeadingElement>;
  headingId?: string;
  /** What can be done on the page. */
  children?: ReactNode;
}

/** The head of one page of the settings. */
export function SettingsHead({ title, text, headingRef, headingId, children }: SettingsHeadProps) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0 flex-1 basis-64">
        <h2
          ref={headingRef}
          id={headingId}
          tabIndex={headingRef ? -1 : undefined}
          className="text-base font-semibold outline-none"
        >
          {title}
        </h2>
        <p className="mt-0.5 max-w-2xl text-soft">{text}</p>
      </div>
      {children && <div className="flex flex-wrap gap-2">{children}</div>}
    </div>
  );
}

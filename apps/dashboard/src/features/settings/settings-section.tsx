import type { ReactNode } from "react";

interface SettingsSectionProps {
  title: string;
  /** What changes, in a sentence or two. */
  text: ReactNode;
  children: ReactNode;
}

/** A setting with its explanation beside it; below it where the screen is narrow. */
export function SettingsSection({ title, text, children }: SettingsSectionProps) {
  return (
    <section
      aria-label={title}
      className="grid gap-x-8 gap-y-3 border-b py-6 last:border-b-0 md:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 className="font-semibold">{title}</h2>
        <div className="mt-0.5 text-xs text-soft">{text}</div>
      </div>
      <div className="min-w-0 max-w-md">{children}</div>
    </section>
  );
}

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonStyle } from "../../components/ui/button.tsx";
import { Logo } from "./logo.tsx";
import { type SettingsTab, SettingsTabs } from "./settings-tabs.tsx";

interface SettingsShellProps {
  /** What the settings are of. */
  title: string;
  /** What kind of thing that is. */
  kind: string;
  tabs?: readonly SettingsTab[];
  children: ReactNode;
}

/** For what belongs to no project: an account, an organisation. */
export function SettingsShell({ title, kind, tabs, children }: SettingsShellProps) {
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      <header className="border-b bg-chrome">
        <div className="mx-auto w-full max-w-4xl px-4">
          <div className="flex h-11 items-center gap-2">
            <Link href="/" className={buttonStyle({ look: "quiet" })}>
              <ArrowLeft aria-hidden />
              Projects
            </Link>
            <Logo className="ml-auto size-4.5" />
          </div>
          <div className="flex flex-wrap items-baseline gap-x-2 pt-2 pb-3">
            <h1 className="min-w-0 truncate text-lg font-semibold tracking-tight">{title}</h1>
            <span className="text-xs text-soft">{kind}</span>
          </div>
          {tabs && <SettingsTabs tabs={tabs} />}
        </div>
      </header>
      <main id="main" className="mx-auto w-full max-w-4xl flex-1 px-4 py-6">
        {children}
      </main>
    </div>
  );
}

interface SettingsSectionProps {
  title: string;
  text?: ReactNode;
  id?: string;
  children: ReactNode;
}

/** What it is about on the left, what can be done about it on the right. */
export function SettingsSection({ title, text, id, children }: SettingsSectionProps) {
  return (
    <section
      id={id}
      aria-label={title}
      className="grid gap-x-8 gap-y-3 border-b py-6 first:pt-0 last:border-b-0 md:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 className="font-semibold">{title}</h2>
        {text && <p className="mt-0.5 text-soft">{text}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}

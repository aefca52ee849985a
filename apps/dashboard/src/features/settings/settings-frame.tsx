"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { classNames } from "../../components/class-names.ts";
import { settingsTabs } from "./settings-tabs.ts";

interface SettingsFrameProps {
  projectId: string;
  children: ReactNode;
}

export function SettingsFrame({ projectId, children }: SettingsFrameProps) {
  const pathname = usePathname();
  const base = `/project/${encodeURIComponent(projectId)}/settings`;
  return (
    <>
      <div className="shrink-0 border-b px-4">
        <h1 className="flex h-11 items-center font-semibold">Settings</h1>
        <nav aria-label="Settings" className="scroll-thin -mx-2.5 overflow-x-auto">
          <ul className="flex">
            {settingsTabs.map(({ path, label }) => {
              const active = pathname === `${base}/${path}` || pathname.startsWith(`${base}/${path}/`);
              return (
                <li key={path}>
                  <Link
                    href={`${base}/${path}`}
                    aria-current={active ? "page" : undefined}
                    className={classNames(
                      "flex h-9 items-center border-b-2 border-transparent px-2.5 whitespace-nowrap -outline-offset-2",
                      active ? "border-accent text-text" : "text-soft hover:text-text",
                    )}
                  >
                    {label}
                  </Link>
                </li>
              );
            })}
          </ul>
        </nav>
      </div>
      <div className="scroll-thin flex min-h-0 flex-1 flex-col overflow-auto">{children}</div>
    </>
  );
}

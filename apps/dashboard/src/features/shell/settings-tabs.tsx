"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { classNames } from "../../components/class-names.ts";

export interface SettingsTab {
  href: string;
  label: string;
}

export function SettingsTabs({ tabs }: { tabs: readonly SettingsTab[] }) {
  const pathname = usePathname();
  return (
    <nav aria-label="Settings">
      <ul className="-mx-2 flex gap-1">
        {tabs.map(({ href, label }) => {
          const active = pathname === href;
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={active ? "page" : undefined}
                className={classNames(
                  "flex h-9 items-center border-b-2 px-2 text-sm",
                  active
                    ? "border-accent font-medium text-text"
                    : "border-transparent text-soft hover:text-text",
                )}
              >
                {label}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

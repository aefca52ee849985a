import { Bookmark, Clock, KeyRound, ListTree, MessagesSquare, Rocket, Settings, User } from "lucide-react";
import type { SavedView } from "../../trpc/types.ts";
import { settingsTabs } from "../settings/settings-tabs.ts";
import { projectPages } from "../shell/project-pages.ts";
import type { PaletteGroup, PaletteItem } from "./palette-item.ts";
import { readRecentTraces } from "./recent-traces.ts";
import { idKindsOf } from "./typed-id.ts";

type Go = (address: string) => void;

const addressOf = (projectId: string) => `/project/${encodeURIComponent(projectId)}`;
const ofKind = {
  trace: { path: "traces", icon: ListTree },
  session: { path: "sessions", icon: MessagesSquare },
  user: { path: "users", icon: User },
} as const;

/** What a pasted id may lead to; whether it exists the page will say. */
export function idItems(projectId: string, typed: string, go: Go): PaletteItem[] {
  return idKindsOf(typed).map((kind) => ({
    id: `id ${kind}`,
    label: `Open ${kind}`,
    hint: typed,
    icon: ofKind[kind].icon,
    run: () => go(`${addressOf(projectId)}/${ofKind[kind].path}/${encodeURIComponent(typed)}`),
  }));
}

export function pageGroup(projectId: string, go: Go): PaletteGroup {
  const base = addressOf(projectId);
  return {
    label: "Pages",
    items: [
      ...projectPages
        .filter(({ path }) => path !== "settings")
        .map(({ path, label, key, icon }) => ({
          id: `page ${path}`,
          label,
          keys: `g ${key}`,
          icon,
          run: () => go(`${base}/${path}`),
        })),
      {
        id: "page setup",
        label: "Set-up guide",
        words: "connect onboarding snippets send",
        icon: Rocket,
        run: () => go(`${base}/setup`),
      },
    ],
  };
}

export function settingsGroup(projectId: string, go: Go): PaletteGroup {
  const base = `${addressOf(projectId)}/settings`;
  return {
    label: "Settings",
    items: settingsTabs.map(({ path, label }) => ({
      id: `settings ${path}`,
      label,
      words: "settings",
      icon: path === "keys" ? KeyRound : Settings,
      run: () => go(`${base}/${path}`),
    })),
  };
}

export function viewGroup(projectId: string, views: readonly SavedView[], go: Go): PaletteGroup {
  return {
    label: "Saved views",
    items: views.map(({ id, name, surface, params }) => ({
      id: `view ${id}`,
      label: name,
      hint: surface,
      words: "view",
      icon: Bookmark,
      run: () => go(`${addressOf(projectId)}/${surface}?${new URLSearchParams({ ...params, view: id })}`),
    })),
  };
}

const recentShown = 5;

export function recentGroup(projectId: string, go: Go): PaletteGroup {
  const recent = readRecentTraces().filter((trace) => trace.projectId === projectId);
  return {
    label: "Recent traces",
    items: recent.slice(0, recentShown).map(({ traceId, name }) => ({
      id: `trace ${traceId}`,
      label: name ?? "Trace",
      hint: traceId.length > 12 ? `${traceId.slice(0, 8)}…` : traceId,
      words: `trace ${traceId}`,
      icon: Clock,
      run: () => go(`${addressOf(projectId)}/traces/${encodeURIComponent(traceId)}`),
    })),
  };
}

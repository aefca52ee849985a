"use client";

import { useQuery } from "@tanstack/react-query";
import {
  ArrowLeftRight,
  Building2,
  Globe,
  Keyboard,
  KeyRound,
  LogOut,
  Monitor,
  Moon,
  Plus,
  Sun,
} from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useTRPC } from "../../trpc/client.ts";
import { useKeysSheet } from "../keys/keys.tsx";
import { usePreferences } from "../preferences/preferences.tsx";
import { signOutNow } from "../shell/sign-out.ts";
import type { PaletteGroup } from "./palette-item.ts";
import { idItems, pageGroup, recentGroup, settingsGroup, viewGroup } from "./project-items.ts";

/** Everything that the palette offers on this page, before anything is looked for. */
export function usePaletteGroups(typed: string): { ids: PaletteGroup; others: PaletteGroup[] } {
  const router = useRouter();
  const projectId = useProjectId();
  const actions = useActions(projectId);
  const switches = useSwitches();
  const views = useViews(projectId);
  const go = (address: string) => router.push(address);
  if (projectId === null) return { ids: { label: "Open by id", items: [] }, others: [...switches, actions] };
  return {
    ids: { label: "Open by id", items: idItems(projectId, typed, go) },
    others: [
      pageGroup(projectId, go),
      recentGroup(projectId, go),
      viewGroup(projectId, views, go),
      settingsGroup(projectId, go),
      ...switches,
      actions,
    ],
  };
}

function useProjectId(): string | null {
  const segment = /^\/project\/([^/]+)/.exec(usePathname())?.[1];
  if (segment === undefined) return null;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function useViews(projectId: string | null) {
  const trpc = useTRPC();
  const of = (surface: "traces" | "sessions" | "users") =>
    trpc.savedView.list.queryOptions(
      { projectId: projectId ?? "", surface },
      { enabled: projectId !== null, staleTime: 60_000 },
    );
  const traces = useQuery(of("traces"));
  const sessions = useQuery(of("sessions"));
  const users = useQuery(of("users"));
  return [traces, sessions, users].flatMap(({ data }) => data ?? []);
}

/** Other projects, and the organisations of all. */
function useSwitches(): PaletteGroup[] {
  const trpc = useTRPC();
  const router = useRouter();
  const here = useProjectId();
  const projects = useQuery(trpc.project.list.queryOptions(undefined, { staleTime: 60_000 })).data ?? [];
  const organizations = new Map(projects.map(({ organization }) => [organization.id, organization.name]));
  return [
    {
      label: "Projects",
      items: projects
        .filter(({ id }) => id !== here)
        .map(({ id, name, organization }) => ({
          id: `project ${id}`,
          label: name,
          hint: organization.name,
          words: `project switch ${id}`,
          icon: ArrowLeftRight,
          run: () => router.push(`/project/${encodeURIComponent(id)}`),
        })),
    },
    {
      label: "Organisations",
      items: [...organizations].map(([id, name]) => ({
        id: `organization ${id}`,
        label: name,
        words: "organisation organization members settings",
        icon: Building2,
        run: () => router.push(`/organization/${encodeURIComponent(id)}/general`),
      })),
    },
  ];
}

const themes = [
  { value: "light", icon: Sun },
  { value: "dark", icon: Moon },
  { value: "system", icon: Monitor },
] as const;

function useActions(projectId: string | null): PaletteGroup {
  const router = useRouter();
  const { theme, setTheme } = useTheme();
  const { zone, homeZone, change } = usePreferences();
  const openKeys = useKeysSheet();
  const toUtc = zone !== "utc";
  return {
    label: "Actions",
    items: [
      ...(projectId === null
        ? []
        : [
            {
              id: "create key",
              label: "Create an API key",
              words: "new",
              icon: KeyRound,
              run: () => router.push(`/project/${encodeURIComponent(projectId)}/settings/keys?create=true`),
            },
          ]),
      {
        id: "new project",
        label: "New project",
        words: "create",
        icon: Plus,
        run: () => router.push("/new"),
      },
      {
        id: "zone",
        label: toUtc ? "Show times in UTC" : "Show times in your zone",
        words: "time zone utc local",
        keys: "u",
        icon: Globe,
        run: () => change({ zone: toUtc ? "utc" : homeZone }),
      },
      ...themes
        .filter(({ value }) => value !== theme)
        .map(({ value, icon }) => ({
          id: `theme ${value}`,
          label: value === "system" ? "Theme of the system" : `${value === "dark" ? "Dark" : "Light"} theme`,
          words: "theme mode appearance",
          icon,
          run: () => setTheme(value),
        })),
      {
        id: "keys",
        label: "Keyboard shortcuts",
        words: "help switch off single keys",
        keys: "?",
        icon: Keyboard,
        run: openKeys,
      },
      { id: "sign out", label: "Sign out", words: "log out", icon: LogOut, run: () => void signOutNow() },
    ],
  };
}

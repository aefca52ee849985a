"use client";

import { useEffect } from "react";

interface RecentTrace {
  projectId: string;
  traceId: string;
  name: string | null;
}

const storageKey = "plumbline.recent-traces";
const kept = 20;

/** Traces that this browser opened, the latest first; storage may hold anything. */
export function readRecentTraces(): RecentTrace[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isRecentTrace).slice(0, kept) : [];
  } catch {
    return [];
  }
}

function isRecentTrace(value: unknown): value is RecentTrace {
  return (
    typeof value === "object" &&
    value !== null &&
    "projectId" in value &&
    typeof value.projectId === "string" &&
    "traceId" in value &&
    typeof value.traceId === "string" &&
    "name" in value &&
    (value.name === null || typeof value.name === "string")
  );
}

/** For signing out: the next person at this browser should not see what was looked at. */
export function forgetTraces(): void {
  try {
    localStorage.removeItem(storageKey);
  } catch {
    // Blocked storage holds nothing either.
  }
}

/** Without a project nothing is remembered. */
export function useRememberTrace(
  projectId: string | null,
  trace: { traceId: string; name: string | null } | null,
): void {
  const traceId = trace?.traceId;
  const name = trace?.name ?? null;
  useEffect(() => {
    if (projectId === null || traceId === undefined) return;
    const others = readRecentTraces().filter(
      (recent) => recent.traceId !== traceId || recent.projectId !== projectId,
    );
    const next = [{ projectId, traceId, name: name?.slice(0, 120) ?? null }, ...others].slice(0, kept);
    try {
      localStorage.setItem(storageKey, JSON.stringify(next));
    } catch {
      // Not remembered where storage is blocked.
    }
  }, [projectId, traceId, name]);
}

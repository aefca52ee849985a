"use client";

import { useQuery } from "@tanstack/react-query";
import { formatMinute } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { Logo } from "../shell/logo.tsx";
import { DownloadTrace } from "../trace/download-trace.tsx";
import { TraceShown } from "../trace/trace-shown.tsx";
import { SharedTraceSource } from "../trace/trace-source.tsx";
import { ShareGone } from "./share-gone.tsx";

/** One trace for whoever holds its link: its views and its file, and nothing that leads further. */
export function SharedTracePage({ token }: { token: string }) {
  return (
    <SharedTraceSource token={token}>
      <main className="flex h-dvh flex-col">
        <SharedBar token={token} />
        <TraceShown compact={false} actions={<DownloadTrace />} missing={() => <ShareGone />} />
      </main>
    </SharedTraceSource>
  );
}

function SharedBar({ token }: { token: string }) {
  const trpc = useTRPC();
  const zone = useTimeZone();
  const { data } = useQuery(trpc.share.get.queryOptions({ token }, { enabled: false }));
  if (!data) return null;
  return (
    <div className="flex min-h-8 shrink-0 items-center gap-2 border-b bg-chrome px-4 py-1 text-xs text-soft">
      <Logo className="size-4 shrink-0" />
      <span>
        A shared trace, read-only
        {data.expiresAt !== null &&
          `; this link works until ${formatMinute(Date.parse(data.expiresAt), zone)}`}
      </span>
    </div>
  );
}

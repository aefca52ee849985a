"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatExact, formatRelative } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { GatewayVersion } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { DiffView } from "./diff-view.tsx";

interface VersionListProps {
  projectId: string;
  /** 0 before anything was saved. */
  current: number;
  /** The text of the current one. */
  document: string;
  mayWrite: boolean;
  onRestored: (version: number, from: number) => void;
}

/** Who changed what, when and why; each can be served again. */
export function VersionList({ projectId, current, document, mayWrite, onRestored }: VersionListProps) {
  const trpc = useTRPC();
  const versions = useQuery(trpc.gateway.versions.queryOptions({ projectId }));
  const [opened, setOpened] = useState<number | null>(null);
  const nowMs = useNow(15_000);
  const zone = useTimeZone();
  return (
    <section aria-labelledby="gateway-versions">
      <h2 id="gateway-versions" className="mb-1 text-xs font-medium text-faint">
        Versions
      </h2>
      <FormError error={versions.error} />
      {versions.data?.length === 0 && <p className="text-soft">Nothing was saved yet.</p>}
      {versions.data !== undefined && versions.data.length > 0 && (
        <ol className="scroll-thin max-h-96 divide-y overflow-y-auto rounded-lg border">
          {versions.data.map((item) => {
            const atMs = Date.parse(item.createdAt);
            return (
              <li key={item.version} className="space-y-1 px-3 py-2">
                <div className="flex flex-wrap items-center gap-x-2">
                  <span className="font-medium">{`Version ${item.version}`}</span>
                  <span className="text-xs text-soft">
                    {item.createdByName ?? "the system"},{" "}
                    <time dateTime={item.createdAt} title={formatExact(atMs, zone)}>
                      {formatRelative(atMs, nowMs, zone)}
                    </time>
                  </span>
                  {item.version === current ? (
                    <span className="ml-auto text-xs text-soft">current</span>
                  ) : (
                    <Button
                      look="quiet"
                      className="ml-auto"
                      aria-expanded={opened === item.version}
                      aria-label={`Compare version ${item.version} with the current one`}
                      onClick={() => setOpened(opened === item.version ? null : item.version)}
                    >
                      Compare
                    </Button>
                  )}
                </div>
                {item.note !== null && <p className="text-xs break-words text-soft">{item.note}</p>}
                {opened === item.version && item.version !== current && (
                  <Comparison {...{ projectId, item, document, mayWrite, onRestored }} />
                )}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

interface ComparisonProps extends Omit<VersionListProps, "current"> {
  item: GatewayVersion;
}

/** What restoring would change. */
function Comparison({ projectId, item, document, mayWrite, onRestored }: ComparisonProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { version } = item;
  const earlier = useQuery(trpc.gateway.config.queryOptions({ projectId, version }));
  const restore = useMutation(trpc.gateway.restore.mutationOptions());
  const run = async (): Promise<unknown> => {
    try {
      const stored = await restore.mutateAsync({ projectId, version });
      client.setQueryData(trpc.gateway.config.queryKey({ projectId }), stored);
      await client.invalidateQueries({ queryKey: trpc.gateway.versions.queryKey() });
      onRestored(stored.version, version);
      return null;
    } catch (error) {
      return error;
    }
  };
  return (
    <div className="space-y-2">
      <FormError error={earlier.error} />
      {earlier.data && <DiffView before={document} after={earlier.data.document} />}
      {mayWrite && (
        <ConfirmDialog
          title={`Restore version ${version}`}
          text="The gateway serves this text again within two seconds, as a new version. It can be undone the same way."
          action="Restore"
          trigger={<Button aria-label={`Restore version ${version}`}>Restore</Button>}
          onConfirm={run}
        />
      )}
    </div>
  );
}

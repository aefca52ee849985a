"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { useTRPC } from "../../trpc/client.ts";
import type { GatewaySecret } from "../../trpc/types.ts";
import { SecretDialog } from "./secret-dialog.tsx";

interface SecretsPanelProps {
  projectId: string;
  mayWrite: boolean;
  /** What the document refers to may be there now. */
  onChanged: () => void;
}

/** Keys of providers: kept sealed, used by name, never shown again. */
export function SecretsPanel({ projectId, mayWrite, onChanged }: SecretsPanelProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const secrets = useQuery(trpc.gateway.secrets.queryOptions({ projectId }));
  /** null: closed; "new", or the one that is replaced. */
  const [open, setOpen] = useState<"new" | GatewaySecret | null>(null);
  const remove = useMutation(trpc.gateway.deleteSecret.mutationOptions());
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: trpc.gateway.secrets.queryKey() });
    onChanged();
  };
  const removeOne = async (name: string): Promise<unknown> => {
    try {
      await remove.mutateAsync({ projectId, name });
      await refresh();
      return null;
    } catch (error) {
      return error;
    }
  };
  return (
    <section aria-labelledby="gateway-secrets">
      <div className="mb-1 flex items-center gap-2">
        <h2 id="gateway-secrets" className="mr-auto text-xs font-medium text-faint">
          Secrets
        </h2>
        {mayWrite && (
          <Button onClick={() => setOpen("new")}>
            <Plus aria-hidden /> Add a secret
          </Button>
        )}
      </div>
      <FormError error={secrets.error} />
      {secrets.data?.length === 0 && (
        <p className="text-soft">
          {"None yet. A key that is kept here as “openai” stands in the text as "}
          <code className="font-mono text-xs">secret:openai</code>.
        </p>
      )}
      {secrets.data !== undefined && secrets.data.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {secrets.data.map((secret) => (
            <li key={secret.name} className="space-y-1 px-3 py-2">
              <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <code className="font-mono text-xs font-medium break-all">{`secret:${secret.name}`}</code>
                <span className="font-mono text-xs text-soft">
                  {secret.lastFour === "" ? "…" : `…${secret.lastFour}`}
                </span>
                {!secret.inUse && <span className="text-xs text-soft">not in use</span>}
                {mayWrite && (
                  <span className="ml-auto flex gap-1.5">
                    <Button aria-label={`Replace ${secret.name}`} onClick={() => setOpen(secret)}>
                      Replace
                    </Button>
                    <ConfirmDialog
                      title={`Delete ${secret.name}`}
                      text="It is gone for good. The provider still knows the key: revoke it there as well."
                      action="Delete"
                      trigger={
                        <Button look="quiet" aria-label={`Delete ${secret.name}`}>
                          Delete
                        </Button>
                      }
                      onConfirm={() => removeOne(secret.name)}
                    />
                  </span>
                )}
              </div>
              <p className="text-2xs break-all text-soft">{`Sent only to ${secret.origins.join(", ")}`}</p>
            </li>
          ))}
        </ul>
      )}
      {open !== null && (
        <SecretDialog
          projectId={projectId}
          known={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            void refresh();
          }}
        />
      )}
    </section>
  );
}

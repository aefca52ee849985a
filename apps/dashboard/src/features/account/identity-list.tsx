"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { ConfirmDialog } from "../../components/ui/confirm-dialog.tsx";
import { formatExact } from "../../format/time.ts";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { Account } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { ProviderButtons } from "../sign-in/provider-buttons.tsx";
import { connectPath } from "../sign-in/ways-back.ts";

interface IdentityListProps {
  account: Account;
  providers: readonly { id: string; name: string }[];
  isTaken: boolean;
}

export function IdentityList({ account, providers, isTaken }: IdentityListProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const zone = useTimeZone();
  const disconnect = useMutation(trpc.account.disconnect.mutationOptions());
  const nameOf = (id: string) => providers.find((provider) => provider.id === id)?.name ?? id;
  const remaining = providers.filter(({ id }) => !account.identities.some(({ provider }) => provider === id));
  const confirm = async (identityId: string) => {
    const refused = await attempt(disconnect.mutateAsync({ identityId }));
    if (refused === null) await queryClient.invalidateQueries({ queryKey: trpc.account.get.queryKey() });
    return refused;
  };
  return (
    <div className="max-w-96 space-y-3">
      <FormError
        id="identity-error"
        error={isTaken ? "This sign-in belongs to another account already. Disconnect it there first." : null}
      />
      {account.identities.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {account.identities.map(({ id, provider, createdAt }) => (
            <li key={id} className="flex items-center gap-3 px-3 py-2">
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{nameOf(provider)}</span>
                <span className="block text-xs text-soft">
                  since {formatExact(Date.parse(createdAt), zone)}
                </span>
              </span>
              <ConfirmDialog
                title={`Disconnect ${nameOf(provider)}`}
                text="You will no longer be able to sign in with it. You can connect it again."
                action="Disconnect"
                trigger={<Button>Disconnect…</Button>}
                onConfirm={() => confirm(id)}
              />
            </li>
          ))}
        </ul>
      )}
      <ProviderButtons providers={remaining} returnTo={connectPath} verb="Connect" />
    </div>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";

/** Both halves of a key that was just made. */
export interface FreshKey {
  id: string;
  name: string;
  publicKey: string;
  secretKey: string | null;
  scopes: readonly string[];
  models: readonly string[];
}

/** The changes to keys; each reads the list anew before it counts as done. */
export function useKeyMutations() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: trpc.apiKey.pathKey() });
  return {
    create: useMutation(trpc.apiKey.create.mutationOptions({ onSuccess })),
    createPublic: useMutation(trpc.apiKey.createPublic.mutationOptions({ onSuccess })),
    rename: useMutation(trpc.apiKey.rename.mutationOptions({ onSuccess })),
    rotate: useMutation(trpc.apiKey.rotate.mutationOptions({ onSuccess })),
    revoke: useMutation(trpc.apiKey.revoke.mutationOptions({ onSuccess })),
  };
}

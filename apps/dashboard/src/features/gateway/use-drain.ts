"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.ts";
import type { GatewayReplica } from "../../trpc/types.ts";

interface Drained {
  replica: GatewayReplica;
  drain: boolean;
}

/** Takes replicas out and back in; what was done last can be undone. */
export function useDrain(projectId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [done, setDone] = useState<Drained | null>(null);
  const mutation = useMutation(
    trpc.gateway.setDrain.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: trpc.gateway.pathKey() }),
    }),
  );
  const run = (replica: GatewayReplica, drain: boolean) => {
    setDone(null);
    mutation.mutate(
      { projectId, replicaId: replica.id, drain },
      { onSuccess: () => setDone({ replica, drain }) },
    );
  };
  return { run, done, pending: mutation.isPending, error: mutation.error };
}

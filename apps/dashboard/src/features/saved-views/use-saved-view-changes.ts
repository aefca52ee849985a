"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../trpc/client.ts";

export function useSavedViewChanges() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: trpc.savedView.pathKey() });
  const create = useMutation(trpc.savedView.create.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.savedView.update.mutationOptions({ onSuccess }));
  const remove = useMutation(trpc.savedView.remove.mutationOptions({ onSuccess }));
  const retry = () => {
    if (update.isError && update.variables) update.mutate(update.variables);
    if (remove.isError && remove.variables) remove.mutate(remove.variables);
  };
  return { create, update, remove, failure: update.error ?? remove.error, retry };
}

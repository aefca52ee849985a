"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "../../trpc/client.ts";
import type { ReviewItem } from "../../trpc/types.ts";

export type ReviewChange = "take" | "giveBack" | "resolve" | "reopen";

interface Done {
  item: ReviewItem;
  change: ReviewChange;
}

/** Giving back has none: taking it again would make it one's own, whose ever it was. */
const undoes = { take: "giveBack", giveBack: null, resolve: "reopen", reopen: "resolve" } as const;

/** Moves items on; what was done last can be undone. */
export function useReviewChanges(projectId: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [done, setDone] = useState<Done | null>(null);
  // Also after a refusal: somebody else was faster then.
  const options = { onSettled: () => client.invalidateQueries({ queryKey: trpc.review.pathKey() }) };
  const mutations = {
    take: useMutation(trpc.review.take.mutationOptions(options)),
    giveBack: useMutation(trpc.review.giveBack.mutationOptions(options)),
    resolve: useMutation(trpc.review.resolve.mutationOptions(options)),
    reopen: useMutation(trpc.review.reopen.mutationOptions(options)),
  };
  const all = Object.values(mutations);
  const forgetError = () => {
    for (const mutation of all) mutation.reset();
  };
  /** Resolves to false when it was refused; `error` says why then. */
  const run = async (item: ReviewItem, change: ReviewChange, note = ""): Promise<boolean> => {
    setDone(null);
    forgetError();
    const key = { projectId, itemId: item.id };
    try {
      if (change === "resolve") await mutations.resolve.mutateAsync({ ...key, note });
      else await mutations[change].mutateAsync(key);
    } catch {
      return false;
    }
    setDone({ item, change });
    return true;
  };
  const inverse = done && undoes[done.change];
  return {
    run,
    forgetError,
    done,
    undo: done && inverse ? () => run(done.item, inverse, done.item.note) : null,
    pending: all.some(({ isPending }) => isPending),
    error: all.find(({ error }) => error !== null)?.error ?? null,
  };
}

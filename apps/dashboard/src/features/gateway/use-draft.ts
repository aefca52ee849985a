"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useSettled } from "../../components/use-settled.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { GatewayCheck, GatewayConfig } from "../../trpc/types.ts";

const pauseMs = 350;
const nothingWrong: GatewayCheck = { format: null, issues: [], warnings: [], replicas: [] };

/** The text in the editor, what it began with, and what is wrong with it, asked when one pauses. */
export function useDraft(projectId: string, beginning: string) {
  const trpc = useTRPC();
  const saved = useQuery(
    trpc.gateway.config.queryOptions(
      { projectId },
      { refetchOnWindowFocus: false, staleTime: Number.POSITIVE_INFINITY },
    ),
  );
  /** null: nothing was typed. */
  const [draft, setDraft] = useState<{ text: string; basedOn: GatewayConfig | null } | null>(null);
  const base = draft === null ? (saved.data ?? null) : draft.basedOn;
  const text = draft?.text ?? saved.data?.document ?? beginning;
  const settled = useSettled(text, pauseMs);
  // What was found last stays until the next answer, so that marks do not blink while one types.
  const [found, setFound] = useState<{ text: string; check: GatewayCheck } | null>(null);
  const check = useMutation(trpc.gateway.check.mutationOptions());
  const { mutate } = check;
  const ask = useCallback(
    (document: string) =>
      mutate({ projectId, document }, { onSuccess: (data) => setFound({ text: document, check: data }) }),
    [mutate, projectId],
  );
  const isDue = saved.isSuccess && settled === text;
  useEffect(() => {
    if (isDue) ask(settled);
  }, [isDue, settled, ask]);
  return {
    saved,
    text,
    basedOn: base?.version ?? 0,
    before: base?.document ?? "",
    isChanged: text !== (base?.document ?? ""),
    /** Of the text when it was last looked at. */
    check: found?.check ?? nothingWrong,
    checkError: check.error,
    isChecking: check.isPending || found?.text !== text,
    checkAgain: () => ask(text),
    type: (next: string) => setDraft({ text: next, basedOn: base }),
    /** Another version is what counts now. */
    reset: () => setDraft(null),
  };
}

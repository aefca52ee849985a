"use client";

import { fields } from "@plumbline/filters/fields";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "../../trpc/client.ts";
import type { LoadValues } from "../query-bar/load-values.ts";
import { useTracesParams } from "./use-traces-params.ts";

/** What the query bar offers: the values of a field among the traces that are listed now. */
export function useLoadValues(projectId: string): LoadValues {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [{ range, q }] = useTracesParams();
  return useCallback(
    async (field, prefix) => {
      // Maps have keys without number, and nobody has counted them.
      if (fields[field].type === "map") return [];
      const { values } = await client.fetchQuery(
        trpc.trace.facet.queryOptions({ projectId, range, query: q, field, prefix }, { staleTime: 30_000 }),
      );
      return values;
    },
    [trpc, client, projectId, range, q],
  );
}

"use client";

import { type FieldName, fields } from "@plumbline/filters/fields";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC } from "../../trpc/client.ts";
import type { LoadValues } from "../query-bar/load-values.ts";
import { useTracesParams } from "./use-traces-params.ts";

type MapField = {
  [Name in FieldName]: (typeof fields)[Name]["type"] extends "map" ? Name : never;
}[FieldName];

function isMapField(field: FieldName): field is MapField {
  return fields[field].type === "map";
}

/** What the query bar offers: the values of a field among the traces that are listed now. */
export function useLoadValues(projectId: string): LoadValues {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [{ range, q }] = useTracesParams();
  return useCallback(
    async (field, prefix, key) => {
      if (isMapField(field)) {
        const question = { projectId, range, field, prefix, ...(key !== undefined && { key }) };
        return client.fetchQuery(trpc.trace.mapEntries.queryOptions(question, { staleTime: 30_000 }));
      }
      const { values } = await client.fetchQuery(
        trpc.trace.facet.queryOptions({ projectId, range, query: q, field, prefix }, { staleTime: 30_000 }),
      );
      return values;
    },
    [trpc, client, projectId, range, q],
  );
}

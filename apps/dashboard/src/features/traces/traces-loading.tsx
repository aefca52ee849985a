"use client";

import { TracesTable } from "./traces-table.tsx";
import { TracesToolbar } from "./traces-toolbar.tsx";

const nothing = () => undefined;

/** The list before its first answer: the same places, empty. */
export function TracesLoading() {
  return (
    <>
      <TracesToolbar
        projectId=""
        totalItems={null}
        fetching
        live={false}
        onLiveChange={nothing}
        onRefresh={nothing}
      />
      <TracesTable rows={null} hrefOf={String} onOpen={nothing} outdated={false} />
    </>
  );
}

"use client";

import { parseAsBoolean, useQueryState } from "nuqs";

const open = parseAsBoolean.withDefault(false);

export function useCommentsOpen() {
  return useQueryState("comments", open);
}

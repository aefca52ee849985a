"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";

const shows = ["open", "mine", "taken", "done"] as const;
export type ReviewShow = (typeof shows)[number];

const show = parseAsStringLiteral(shows).withDefault("open").withOptions({ history: "push" });

/** Which items the address of the page asks for. */
export const useReviewShow = () => useQueryState("show", show);

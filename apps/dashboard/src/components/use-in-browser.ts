"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False on the server and while its page is taken over; then true. For what only the browser knows. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

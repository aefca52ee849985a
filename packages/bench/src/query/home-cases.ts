import type { ServiceContext } from "@plumbline/services/context";
import type { Case } from "./measure.ts";

/** The queries of the home page over seven days, one line each: `{ name, targetMs: 800, run }`. */
export function homeCases(_ctx: ServiceContext): Case[] {
  return [];
}

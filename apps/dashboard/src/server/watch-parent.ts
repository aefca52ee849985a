import { exitWhenParentGone } from "@plumbline/runtime/shutdown";
import { getEnv } from "./env.ts";

/** Parses the settings now, and follows a supervisor that is gone. */
export function watchParent(): void {
  exitWhenParentGone(getEnv().PLUMBLINE_SUPERVISED);
}

import { mkdirSync } from "node:fs";
import { functionTimes, type Profile, writeProfiles } from "./profile.ts";
import { micros, printTable } from "./report.ts";

const shown = 15;

/** Where the time of each thread went; the profiles themselves are kept for a closer look. */
export function printProfiles(
  profiles: ReadonlyMap<string, Profile>,
  spans: number,
  directory: string,
): void {
  for (const [thread, profile] of profiles) {
    const functions = functionTimes(profile);
    const busy = functions.reduce((sum, { seconds }) => sum + seconds, 0);
    printTable(`Profile of ${thread}, own time per span of its functions`, [
      { label: "all", value: micros(busy, spans) },
      ...functions
        .slice(0, shown)
        .map(({ name, seconds }) => ({ label: name, value: micros(seconds, spans) })),
    ]);
  }
  mkdirSync(directory, { recursive: true });
  for (const path of writeProfiles(directory, profiles)) console.log(`  ${path}`);
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Spell, Trouble } from "./weather.ts";

interface Sufferer {
  suffer(trouble: Trouble): void;
  recover(): void;
}

/** Lets one spell after another befall the world until the signal comes. */
export async function runWeather(
  spells: Iterable<Spell>,
  world: Sufferer,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const { fairMs, lastsMs, trouble } of spells) {
      await sleep(fairMs, undefined, { signal });
      world.suffer(trouble);
      await sleep(lastsMs, undefined, { signal });
      world.recover();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

import { onTestFinished } from "vitest";
import { Load, type LoadOptions } from "./load.ts";

/** Ends with its test, also when that fails before it stops the load itself. */
export function startLoad(options: LoadOptions): Load {
  const load = new Load(options);
  onTestFinished(async () => {
    await load.stop();
  });
  return load;
}

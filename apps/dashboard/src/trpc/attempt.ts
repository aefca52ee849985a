import { toFailure } from "./failure.ts";

/** For a change whose refusal is shown where it was asked for: null when it worked, else why not. */
export async function attempt(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return toFailure(error).message;
  }
}

import { PlumblineError } from "@plumbline/contracts/errors";

/** "ok", or the code of the error; an error that is not ours fails the test. */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "ok";
  } catch (error) {
    if (PlumblineError.isInstance(error)) return error.code;
    throw error;
  }
}

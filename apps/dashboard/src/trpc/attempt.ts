/** For a change whose refusal is shown where it was asked for: null when it worked, else the error. */
export async function attempt(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return null;
  } catch (error) {
    return error;
  }
}
